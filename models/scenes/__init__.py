"""The recipe that renders a return lane with cars, and the truth of what is seen in it.

Only the modules whose docstring says "needs bpy" import Blender; everything else is plain numpy and OpenCV.

Axes. World: metres, z up, the ground is z = 0. Car: x forward, y left, z up, origin on the ground under the
middle of the rear axle, because that point follows the path a driver steers.
"""

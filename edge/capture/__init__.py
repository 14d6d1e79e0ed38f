"""Where frames come from: clips, folders of pictures, V4L2 devices and network streams."""

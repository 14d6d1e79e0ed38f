"""What can go wrong in a recipe, told so that the reader knows which file to mend."""


class RecipeError(Exception):
    """Input that a recipe cannot work with; the message names the file or the setting."""

"""The puppet heroes: twelve kinds in any color, outfit, pose and mood. Begin with `draw_figure`."""

from soridam.book.draw.cast.portrait import draw_portrait, draw_whole
from soridam.book.draw.cast.puppet import DrawFigure, Figure, draw_figure

__all__ = ["DrawFigure", "Figure", "draw_figure", "draw_portrait", "draw_whole"]

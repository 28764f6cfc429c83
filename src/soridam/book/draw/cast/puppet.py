"""Puts a figure together, back to front. Begin with `draw_figure`."""

from dataclasses import dataclass
from typing import Literal, Protocol

from soridam.book.draw.brush import Brush
from soridam.book.draw.cast.accessories import draw_scarf, draw_worn_behind, draw_worn_on_chest, draw_worn_on_head
from soridam.book.draw.cast.anatomy import ANATOMY
from soridam.book.draw.cast.cuts import cut_of
from soridam.book.draw.cast.expressions import ASLEEP, AWAKE, EXPRESSIONS
from soridam.book.draw.cast.garments import draw_garment, draw_neck_shadow, draw_torso
from soridam.book.draw.cast.hair import draw_hair_behind
from soridam.book.draw.cast.heads import draw_head, face_outlines
from soridam.book.draw.cast.limbs import draw_arm, draw_foot, draw_leg, draw_sole
from soridam.book.draw.cast.palette import Palette, palette_of
from soridam.book.draw.cast.poses import POSES, Stance
from soridam.book.draw.cast.skeleton import HEIGHT, Skeleton, pose_skeleton
from soridam.book.draw.cast.tails import draw_tail
from soridam.book.draw.outline import Frame, around
from soridam.book.draw.svg import Box, Point, SvgCanvas
from soridam.book.story import Character, Mood, Pose


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawn hero. Coordinates are relative to the feet at (0, 0), y downwards: a scene places `svg` by translate.

    `face` is the head without ears, `body` all that is drawn; `held` is the middle of what the hand holds.
    """

    svg: str
    face: Box
    body: Box
    held: Point
    feet: float = 0.0


class DrawFigure(Protocol):
    """What draws one of the cast: `draw_figure`, or something in its place."""

    def __call__(
        self,
        character: Character,
        pose: Pose,
        mood: Mood,
        *,
        height: float,
        canvas: SvgCanvas,
        facing: Literal[1, -1] = 1,
    ) -> Figure: ...


def draw_figure(
    character: Character, pose: Pose, mood: Mood, *, height: float, canvas: SvgCanvas, facing: Literal[1, -1] = 1
) -> Figure:
    """Draw a hero `height` high when it stands, from the soles to the crown without ears or hat.

    Other poses keep that scale. The canvas takes up the gradients.
    """
    scale = height / HEIGHT
    brush = Brush(canvas, Frame().scaled(scale * facing, scale))
    skeleton = pose_skeleton(POSES[pose])
    _Puppet(brush, character, palette_of(character), skeleton).draw(mood)
    placed = skeleton.head.then(brush.frame)
    faces = [outline.through(placed).box for outline in face_outlines(character.kind, skeleton.stance.turn)]
    held = brush.frame.apply(skeleton.held)
    return Figure(brush.svg(), face=around(faces), body=brush.sheet.box, held=(held.real, held.imag))


class _Puppet:
    """The parts of one figure and the brushes that place them."""

    def __init__(self, brush: Brush, character: Character, palette: Palette, skeleton: Skeleton) -> None:
        self.brush = brush
        self.character = character
        self.palette = palette
        self.skeleton = skeleton
        self.stance: Stance = skeleton.stance
        self.anatomy = ANATOMY[character.kind]
        self.cut = cut_of(character)
        self.torso = brush.within(skeleton.torso)
        self.head = brush.within(skeleton.head)
        self.worn = character.outfit.accessories

    def draw(self, mood: Mood) -> None:
        sitting, skirted = self.stance.soles, self.character.outfit.garment in ("dress", "raincoat")
        self._draw_behind()
        if self.stance.front_arm_behind:
            self._draw_arm("front")
        if not sitting or skirted:
            self._draw_legs()
        if not sitting:
            self._draw_feet()
        draw_torso(self.torso, self.character, self.palette)
        draw_garment(self.torso, self.character, self.palette, self.stance)
        if sitting:
            if not skirted:
                self._draw_legs()
            self._draw_soles()
        draw_neck_shadow(self.torso)
        draw_worn_on_chest(self.torso, self.worn, self.palette)
        if not self.stance.arms_before_head:
            self._draw_near_arms()
        draw_scarf(self.torso, self.worn, self.palette, self.stance)
        self._draw_head(mood)
        if self.stance.arms_before_head:
            self._draw_near_arms()

    def _draw_behind(self) -> None:
        draw_worn_behind(self.torso, self.worn, self.palette, self.stance)
        draw_tail(self.torso, self.character.kind, self.palette, self.stance.tail)
        if self.character.kind == "child":
            draw_hair_behind(self.head, self.character.hair_style, self.palette, self.stance)

    def _draw_near_arms(self) -> None:
        self._draw_arm("back")
        if not self.stance.front_arm_behind:
            self._draw_arm("front")

    def _draw_arm(self, which: Literal["front", "back"]) -> None:
        arm = self.skeleton.front_arm if which == "front" else self.skeleton.back_arm
        draw_arm(self.brush, arm, self.anatomy, self.palette, self.cut)

    def _draw_legs(self) -> None:
        for leg in (self.skeleton.front_leg, self.skeleton.back_leg):
            draw_leg(self.brush, leg, self.anatomy, self.palette, self.cut)

    def _draw_feet(self) -> None:
        draw_foot(self.brush, self.skeleton.front_leg, self.stance.front_foot, self.anatomy, self.palette, self.cut)
        draw_foot(self.brush, self.skeleton.back_leg, self.stance.back_foot, self.anatomy, self.palette, self.cut)

    def _draw_soles(self) -> None:
        draw_sole(self.brush, self.skeleton.front_leg, self.stance.front_foot, self.anatomy, self.palette, self.cut)
        draw_sole(self.brush, self.skeleton.back_leg, self.stance.back_foot, self.anatomy, self.palette, self.cut)

    def _draw_head(self, mood: Mood) -> None:
        expression = ASLEEP if self.stance.lying and mood not in AWAKE else EXPRESSIONS[mood]
        draw_head(self.head, self.character, self.palette, expression, self.stance)
        draw_worn_on_head(self.head, self.worn, self.anatomy, self.palette, self.stance.turn)

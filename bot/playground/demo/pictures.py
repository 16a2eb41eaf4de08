"""Describes pictures to FFmpeg: a sun over the sea, in other colours for every tune, and its moving form."""

from dataclasses import dataclass

FRAMES_A_SECOND = 12

Colour = tuple[int, int, int]

_HORIZON = 0.62
_SUN_RADIUS = 1 / 6
_SEGMENTS_OF_DIGIT = {
    "0": "abcdef",
    "2": "abdeg",
    "4": "bcfg",
    "7": "abc",
    "8": "abcdefg",
}
_PLACE_OF_SEGMENT = {
    "a": (0, 0, 4, 1),
    "b": (3, 0, 1, 4),
    "c": (3, 3, 1, 4),
    "d": (0, 6, 4, 1),
    "e": (0, 3, 1, 4),
    "f": (0, 0, 1, 4),
    "g": (0, 3, 4, 1),
}


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one picture, from the top of the sky to the bottom of the sea."""

    zenith: Colour
    horizon: Colour
    sun: Colour
    shallow: Colour
    deep: Colour


PALETTES = {
    "harbour": Palette(
        (58, 66, 130), (255, 176, 126), (255, 244, 214), (196, 110, 110), (30, 34, 76)
    ),
    "tide": Palette((32, 122, 178), (190, 232, 226), (255, 252, 232), (66, 168, 176), (8, 60, 92)),
    "rain": Palette((56, 66, 84), (170, 184, 190), (232, 236, 232), (110, 130, 140), (26, 36, 48)),
    "train": Palette((16, 14, 44), (116, 66, 140), (250, 226, 255), (72, 46, 110), (10, 8, 30)),
}


def scene(palette: Palette, size: tuple[int, int]) -> str:
    """Return the source that draws sky and sea, without the sun."""
    sea = f"gt(Y,{_HORIZON}*H)"
    up = f"pow(Y/({_HORIZON}*H),1.4)"
    down = f"pow((Y-{_HORIZON}*H)/((1-{_HORIZON})*H),0.7)"
    glitter = (
        f"0.4*exp(-pow((X-W/2)/(0.09*H+0.9*(Y-{_HORIZON}*H)),2))"
        f"*(0.5+0.5*sin((Y-{_HORIZON}*H)*360/H+3*sin(X*15/H)))"
    )
    glow = f"0.44*exp(-(pow(X-W/2,2)+pow(Y-{_HORIZON}*H,2)*1.6)/(2*pow(0.35*H,2)))"
    channels = [
        f"if({sea},"
        f"clip(lerp({shallow},{deep},{down})+{glitter}*{bright},0,255),"
        f"clip(lerp({zenith},{horizon},{up})+{glow}*{bright},0,255))"
        for zenith, horizon, bright, shallow, deep in zip(
            palette.zenith,
            palette.horizon,
            palette.sun,
            palette.shallow,
            palette.deep,
            strict=True,
        )
    ]
    return _drawn(size, channels)


def sun(palette: Palette, size: tuple[int, int]) -> str:
    """Return the source that draws the sun alone, on nothing, for a scene of this size."""
    radius = size[1] * _SUN_RADIUS
    disc = f"255*clip(({radius - 4}-hypot(X-W/2,Y-H/2))/3,0,1)"
    side = round(2 * radius)
    return _drawn((side, side), [str(value) for value in palette.sun], alpha=disc)


def sunrise(size: tuple[int, int], *, seconds: float | None = None) -> str:
    """Return the filter that puts the sun of input 1 behind the sea of input 0.

    Args:
        size: Of the scene.
        seconds: How long the sun takes to rise; None puts it where a still picture wants it.
    """
    line = round(size[1] * _HORIZON)
    radius = size[1] * _SUN_RADIUS
    top = f"{line - radius * 1.5}"
    if seconds is not None:
        top = f"{line - radius / 2}-{radius * 1.6}*t/{seconds}"
    return (
        f"[0]split[sky][wet];[wet]crop=iw:ih-{line}:0:{line}[sea];"
        f"[sky][1]overlay=x=(W-w)/2:y={top}[lit];[lit][sea]overlay=y={line}"
    )


def film(size: tuple[int, int], *, seconds: float, heights: tuple[int, ...]) -> str:
    """Return the filter for the film in every height: a sunrise, and the sound as a line on the water.

    Inputs: scene, sun, sound. Outputs: `[v240]`, `[v480]` ... and nothing else.
    """
    width, height = size
    waves = (
        f"[2]showwaves=s={width // 2}x{height // 6}:mode=cline:r={FRAMES_A_SECOND}"
        f":colors=white:draw=full:scale=sqrt,colorchannelmixer=aa=0.5,"
        f"scale={width}:{height // 6},format=yuva420p[waves]"
    )
    together = (
        f"[film][waves]overlay=y={round(height * 0.7)}:shortest=1,split={len(heights)}"
        + "".join(f"[s{each}]" for each in heights)
    )
    scaled = [
        f"[s{each}]scale=-2:{each}:flags=fast_bilinear,{_number(each)},format=yuv420p[v{each}]"
        for each in heights
    ]
    picture = f"{sunrise(size, seconds=seconds)},format=yuv420p[film]"
    return ";".join([waves, picture, together, *scaled])


def _drawn(size: tuple[int, int], channels: list[str], *, alpha: str = "255") -> str:
    red, green, blue = channels
    return (
        f"color=black:s={size[0]}x{size[1]}:r={FRAMES_A_SECOND}:d=1,trim=end_frame=1,format=gbrap,"
        f"geq=r='{red}':g='{green}':b='{blue}':a='{alpha}'"
    )


def _number(height: int) -> str:
    """Write the height of the picture into its corner, as on a pocket calculator: no font is needed."""
    unit = max(2, height // 90)
    boxes = []
    for position, digit in enumerate(str(height)):
        left = unit * (3 + 6 * position)
        for segment in _SEGMENTS_OF_DIGIT[digit]:
            x, y, wide, high = _PLACE_OF_SEGMENT[segment]
            boxes.append(
                f"drawbox=x={left + x * unit}:y={(3 + y) * unit}"
                f":w={wide * unit}:h={high * unit}:c=white@0.8:t=fill"
            )
    return ",".join(boxes)

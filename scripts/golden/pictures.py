"""Makes the fixtures of pictures: python scripts/golden/pictures.py test/fixtures/pictures

With Pillow 12.3.0 and numpy. Pixels are drawn here; `pixels.json` has what Pillow decodes, upright, as RGBA
in base64. Of 16 bits a sample it keeps the higher 8.
"""

import base64
import io
import json
import pathlib
import sys

import numpy as np
from PIL import Image, ImageOps

folder = pathlib.Path(sys.argv[1])
WIDTH, HEIGHT = 13, 9
ORIENTATION = 0x112


def colour(x, y):
    return ((x * 19 + y * 3) % 256, (y * 27) % 256, (x * y * 5 + 40) % 256)


rgb = Image.new("RGB", (WIDTH, HEIGHT))
rgb.putdata([colour(x, y) for y in range(HEIGHT) for x in range(WIDTH)])
grey = rgb.convert("L")
rgba = rgb.convert("RGBA")
rgba.putalpha(grey)
wide = np.arange(WIDTH * HEIGHT, dtype="uint16").reshape(HEIGHT, WIDTH) * np.uint16(557)
smooth = Image.new("RGB", (24, 16))
smooth.putdata([(x * 10, y * 15, 255 - x * 10) for y in range(16) for x in range(24)])
pixels = {}


def upright(data):
    picture = Image.open(io.BytesIO(data))
    if picture.mode.startswith("I"):
        picture = Image.fromarray((np.array(picture).astype("uint32") >> 8).astype("uint8"))
    return ImageOps.exif_transpose(picture).convert("RGBA")


def add(name, picture, known=True, **options):
    buffer = io.BytesIO()
    kind = name.rsplit(".", 1)[1].upper().replace("JPG", "JPEG")
    picture.save(buffer, format=kind, **options)
    data = buffer.getvalue()
    (folder / name).write_bytes(data)
    if known:
        shown = upright(data)
        rgba = base64.b64encode(shown.tobytes()).decode()
        pixels[name] = {"width": shown.size[0], "height": shown.size[1], "rgba": rgba}


def turned(orientation):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return exif


add("rgb.png", rgb)
add("grey.png", grey)
add("grey-1.png", grey.convert("1"))
add("palette.png", rgb.quantize(13))
add("palette-clear.png", rgb.quantize(4), transparency=1)
add("grey-clear.png", grey, transparency=40)
add("rgb-clear.png", rgb, transparency=colour(3, 2))
add("rgba.png", rgba)
add("grey-alpha.png", Image.merge("LA", (grey, grey.transpose(Image.Transpose.FLIP_LEFT_RIGHT))))
add("grey-16.png", Image.fromarray(wide))
add("turned-6.png", rgb, exif=turned(6))
for name, subsampling in {"420": 2, "422": 1, "444": 0}.items():
    add(f"colour-{name}.jpg", smooth, quality=80, subsampling=subsampling)
add("grey.jpg", grey, quality=80)
add("progressive.jpg", smooth, quality=80, progressive=True)
for orientation in range(1, 9):
    add(f"turned-{orientation}.jpg", rgb, quality=95, subsampling=0, exif=turned(orientation))
add("cmyk.jpg", rgb.convert("CMYK"), known=False)
add("animated.gif", rgb, known=False)
add("picture.webp", rgb, known=False)
add("picture.avif", rgb, known=False)
(folder / "pixels.json").write_text(json.dumps(pixels, indent=1) + "\n")

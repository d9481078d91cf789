"""The process that reads one HEIC photo: `python -I heic_worker.py PATH MEMORY_BYTES SECONDS MAX_PIXELS`, a JPEG on stdout.

The JPEG keeps the EXIF (turned upright already), so that what follows is the same for every picture. It imports nothing of
the portal, so a crash in the decoder stays here; then stdout is empty.
"""

import resource
import sys


def main() -> None:
    path, memory, seconds, most = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pillow_heif
    from PIL import Image

    pillow_heif.register_heif_opener(thumbnails=False)
    with Image.open(path, formats=("HEIF",)) as picture:
        if picture.width * picture.height > most:
            sys.stdout.buffer.write(b"too many pixels")
            return
        # libheif has turned the pixels upright already, and Pillow's plugin has taken the orientation out of the EXIF.
        exif = picture.getexif()
        picture.convert("RGB").save(sys.stdout.buffer, "JPEG", quality=95, exif=exif)


main()

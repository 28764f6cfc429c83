"""Picture models. No package index has any; the small one is trained here, the others come from a folder or the hub.

Of what they need a package index has CLIP's vocabulary: it is read out of OpenCLIP's wheel as data.
"""

from soridam.core.weights.entry import CatalogEntry, IndexSource, PinnedFile, Wheel

BPE_FILE = "bpe_simple_vocab_16e6.txt.gz"
ON_INDEX = IndexSource(
    form="bpe",
    wheels=(
        Wheel(
            project="open-clip-torch",
            version="3.3.0",
            file_name="open_clip_torch-3.3.0-py3-none-any.whl",
            size=1_547_268,
            sha256="c549ad5ed6bfc119cc11105033c0a2b9d7a2a4afeb40a58a09aab3da1a0043ce",
            members=((f"open_clip/{BPE_FILE}", BPE_FILE),),
        ),
    ),
    files=(PinnedFile(BPE_FILE, 1_356_917, "924691ac288e54409236115652ad4aa250f48203de50a9e4722a6ecd48d6804a"),),
)

ENTRIES = (
    CatalogEntry(
        name="drawn-small",
        family="image",
        title="Soridam's small picture model",
        parameters=16.0,
        license="Apache-2.0",
        forms=("diffusers",),
        made_by="python examples/drawn_pictures.py models/drawn",
    ),
    CatalogEntry(
        name="sd15",
        family="image",
        title="Stable Diffusion 1.5",
        parameters=1066.0,
        license="CreativeML-OpenRAIL-M",
        forms=("diffusers",),
        hub={"diffusers": "stable-diffusion-v1-5/stable-diffusion-v1-5"},
    ),
    CatalogEntry(
        name="sdxl",
        family="image",
        title="Stable Diffusion XL",
        parameters=3468.0,
        license="OpenRAIL++",
        forms=("diffusers",),
        hub={"diffusers": "stabilityai/stable-diffusion-xl-base-1.0"},
    ),
    CatalogEntry(
        name="clip-tokenizer",
        family="image",
        title="CLIP's tokenizer",
        parameters=0.0,
        license="MIT",
        forms=("tokenizer", "bpe"),
        index=ON_INDEX,
    ),
)

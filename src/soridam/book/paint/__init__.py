"""Pictures by diffusion models, for those with a GPU and the weights. Begin with `painter`.

Weights come from a folder or the hub; the book's default pictures need neither (`draw`).
"""

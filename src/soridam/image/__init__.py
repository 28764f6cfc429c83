"""Models that paint: Stable Diffusion and SDXL, tuned, adjusted and exported."""

"""Air-traffic radio: from recordings to transcripts whose numbers were all said. Begin with `pipeline`."""

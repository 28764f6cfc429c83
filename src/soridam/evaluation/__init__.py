"""Parts that every report shares: intervals, significance, the page's frame. Begin with `significance`."""

"""What every report shares: how sure a figure is, whether two differ, the page's frame. Begin with `significance`."""

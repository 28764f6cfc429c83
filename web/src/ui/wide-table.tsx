// A table that is wider than a phone: it scrolls sideways, and a shadow at an edge says that there is more.
import { Table, type TableProps } from "@mantine/core";
import "./wide-table.css";

interface Props extends TableProps {
  label: string; // what screen readers call the place that scrolls
  width: number; // below which it scrolls, in pixels
}

export function WideTable({ label, width, ...table }: Props) {
  return (
    <div className="wide-table" role="group" aria-label={label} tabIndex={0}>
      <Table miw={width} {...table} />
    </div>
  );
}

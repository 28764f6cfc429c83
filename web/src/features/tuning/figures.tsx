// A few figures with their names, beside one another.
import { SimpleGrid, Text } from "@mantine/core";

export function Figures({ figures }: { figures: readonly (readonly [string, string])[] }) {
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }} component="dl" m={0}>
      {figures.map(([name, value]) => (
        <div key={name}>
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <Text component="dd" m={0} fw={600}>
            {value}
          </Text>
        </div>
      ))}
    </SimpleGrid>
  );
}

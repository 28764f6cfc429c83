// Wishes to try with one click, for somebody who has no book yet.
import { Text, Title } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { Failure } from "../../ui/states";
import { useSpoken } from "../../words/words";
import { anySeed, EMPTY, formOf } from "./draft";
import { asAddress, useBeginning, useHeroes } from "./queries";

export function Samples() {
  const { language, words } = useSpoken();
  const heroes = useHeroes(language).data ?? [];
  const beginning = useBeginning();
  const navigate = useNavigate();
  const begin = (id: string, topic: string) => {
    const hero = heroes.find((each) => each.id === id);
    if (!hero) return;
    beginning.mutate(formOf({ ...EMPTY, topic }, hero, language, anySeed()), {
      onSuccess: (book) => void navigate({ to: "/books/$book", params: { book: book.id } }),
    });
  };
  return (
    <section aria-label={words.samples} style={{ width: "100%" }}>
      <Title order={3} size="h4" mb="sm">
        {words.samples}
      </Title>
      <ul className="samples">
        {words.sampleWishes.map(({ hero, topic }) => (
          <li key={hero}>
            <button
              type="button"
              className="sample"
              disabled={beginning.isPending || !heroes.length}
              onClick={() => begin(hero, topic)}
            >
              <img
                src={asAddress(heroes.find((each) => each.id === hero)?.portrait ?? "<svg/>")}
                alt=""
                width={88}
                height={88}
              />
              <Text span>{topic}</Text>
            </button>
          </li>
        ))}
      </ul>
      {beginning.isError && <Failure error={beginning.error} />}
    </section>
  );
}

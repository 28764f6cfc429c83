// Something to try for those who have no recordings, text or pictures at hand: a corpus that is made with one click.
import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { Failure } from "../../ui/states";
import { useSpoken } from "../../words/words";
import { type Family, useSample } from "./queries";

interface Props {
  family: Family;
  size?: "sm" | "md";
  made?: () => void;
}

/** Makes the sample of a family in the language of the page, and shows it. */
export function SampleButton({ family, size = "md", made }: Props) {
  const { words, language } = useSpoken();
  const said = words.corpora;
  const sampling = useSample();
  const navigate = useNavigate();
  const make = () =>
    sampling.mutate(
      { family, name: said.sampleNames[family], language },
      {
        onSuccess: (corpus) => {
          made?.();
          void navigate({ to: "/corpora/$corpus", params: { corpus: corpus.id } });
        },
      },
    );
  return (
    <>
      <Button variant="default" size={size} loading={sampling.isPending} onClick={make}>
        {said.samples[family]}
      </Button>
      {sampling.isError && <Failure error={sampling.error} />}
    </>
  );
}

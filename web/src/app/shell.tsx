// What stands around every screen: the way to the others, language and colors, and who has not come in yet.
import {
  ActionIcon,
  Alert,
  Button,
  Container,
  Group,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import {
  IconAdjustmentsHorizontal,
  IconBooks,
  IconFileText,
  IconLanguage,
  IconListCheck,
  IconMicrophone2,
  IconMoon,
  IconSchool,
  IconSun,
  IconUser,
} from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Outlet } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { ApiError, api, ask } from "../api/client";
import { LoginScreen } from "../features/account/login-screen";
import { useIsGrownUp, useMe } from "../features/account/queries";
import { Failure, Loading } from "../ui/states";
import { useSpoken, useWords } from "../words/words";

const LOOK = 10_000; // ms between two looks whether the studio answers
const LOOK_WHEN_AWAY = 2_000;
const PATIENCE = 15_000; // ms; a studio that is frozen never refuses

export function Shell() {
  const words = useWords();
  return (
    <>
      <a className="skip" href="#main">
        {words.skip}
      </a>
      <Top />
      <Away />
      <main id="main" tabIndex={-1}>
        <Inside />
      </main>
    </>
  );
}

function Top() {
  const words = useWords();
  const isGrownUp = useIsGrownUp();
  return (
    <header className="top">
      <Container size="lg" px={{ base: "xs", sm: "lg" }}>
        <Group justify="space-between" wrap="nowrap" gap="xs" py={6}>
          <Link to="/" className="brand" aria-label={words.name}>
            <img src="/icon.svg" alt="" width={32} height={32} />
            <span>{words.name}</span>
          </Link>
          <Group gap={4} wrap="nowrap">
            <nav aria-label={words.menu} style={{ display: "flex", gap: 4 }}>
              <Link to="/" className="place" activeOptions={{ exact: true }} aria-label={words.shelf}>
                <IconBooks size={22} aria-hidden />
                <span>{words.shelf}</span>
              </Link>
              {isGrownUp && (
                <Link to="/transcribe" className="place" aria-label={words.transcribing.title}>
                  <IconFileText size={22} aria-hidden />
                  <span>{words.transcribing.title}</span>
                </Link>
              )}
              {isGrownUp && (
                <Link to="/corpora" className="place" aria-label={words.corpora.title}>
                  <IconMicrophone2 size={22} aria-hidden />
                  <span>{words.corpora.title}</span>
                </Link>
              )}
              {isGrownUp && (
                <Link to="/tuning" className="place" aria-label={words.tuning.title}>
                  <IconSchool size={22} aria-hidden />
                  <span>{words.tuning.title}</span>
                </Link>
              )}
              {isGrownUp && (
                <Link to="/playground" className="place" aria-label={words.playground.title}>
                  <IconAdjustmentsHorizontal size={22} aria-hidden />
                  <span>{words.playground.title}</span>
                </Link>
              )}
              <Link to="/jobs" className="place" aria-label={words.jobs}>
                <IconListCheck size={22} aria-hidden />
                <span>{words.jobs}</span>
              </Link>
              <Link to="/account" className="place" aria-label={words.account}>
                <IconUser size={22} aria-hidden />
                <span>{words.account}</span>
              </Link>
            </nav>
            <LanguageSwitch />
            <ColorsSwitch />
          </Group>
        </Group>
      </Container>
    </header>
  );
}

function LanguageSwitch() {
  const { language, words, speak } = useSpoken();
  const queries = useQueryClient();
  const other = language === "ko" ? "en" : "ko";
  const change = () => {
    speak(other);
    void queries.invalidateQueries(); // what the server told in the other language
  };
  return (
    <Button
      className="language"
      aria-label={words.otherLanguage}
      variant="subtle"
      color="gray"
      c="inherit"
      h={44}
      px="xs"
      fz="md"
      fw={400}
      lang={other}
      leftSection={<IconLanguage size={20} aria-hidden />}
      onClick={change}
    >
      {words.otherLanguage}
    </Button>
  );
}

function ColorsSwitch() {
  const words = useWords();
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme("light") === "dark";
  const label = isDark ? words.toLight : words.toDark;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      c="inherit"
      size={44}
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(isDark ? "light" : "dark")}
    >
      {isDark ? <IconSun size={22} aria-hidden /> : <IconMoon size={22} aria-hidden />}
    </ActionIcon>
  );
}

/** Says when the studio does not answer; when it is back, everything is asked for again. */
function Away() {
  const words = useWords();
  const queries = useQueryClient();
  const well = useQuery({
    queryKey: ["well"],
    queryFn: () => ask(api.GET("/healthz", { signal: AbortSignal.timeout(PATIENCE) })),
    retry: false,
    refetchInterval: (query) => (query.state.status === "error" ? LOOK_WHEN_AWAY : LOOK),
  });
  const { refetch } = well;
  useEffect(() => {
    const look = () => void refetch(); // the browser knows at once; a studio on this machine may answer all the same
    window.addEventListener("offline", look);
    window.addEventListener("online", look);
    return () => (window.removeEventListener("offline", look), window.removeEventListener("online", look));
  }, [refetch]);
  const wasAway = useRef(false);
  useEffect(() => {
    if (wasAway.current && well.isSuccess) void queries.invalidateQueries();
    wasAway.current = well.isError;
  }, [well.isError, well.isSuccess, queries]);
  return (
    <div role="status">
      {well.isError && (
        <Alert color="yellow" radius={0}>
          {words.away}
        </Alert>
      )}
    </div>
  );
}

function Inside() {
  const me = useMe();
  if (me.data) return <Outlet />;
  if (me.error instanceof ApiError && me.error.status === 401) return <LoginScreen />;
  return (
    <Container size="lg" py="lg">
      {me.isError ? <Failure error={me.error} again={() => void me.refetch()} /> : <Loading />}
    </Container>
  );
}

(() => {
  "use strict";
  const leaves = [...document.querySelectorAll(".leaf")];
  const dots = document.querySelector(".dots");
  const status = document.querySelector(".spoken");
  const button = (name) => document.querySelector(`.bar [data-do="${name}"]`);
  const SIZES = [0.85, 1, 1.2, 1.45, 1.75];
  const PAUSE_BETWEEN_PAGES = 900; // ms

  let now = 0;
  let size = 1;
  let reading = false;
  let turning = 0;
  let frame = 0;
  let speech = null;

  const audioOf = (leaf) => leaf.querySelector("audio");
  const wordsOf = (leaf) => [...leaf.querySelectorAll(".word")];
  const language = document.documentElement.lang;
  const usesDevice = () => button("device").getAttribute("aria-pressed") === "true";

  leaves.forEach(() => dots.append(document.createElement("li")));

  function show(number) {
    const next = Math.max(0, Math.min(leaves.length - 1, number));
    if (next !== now) stopSound();
    now = next;
    leaves.forEach((leaf, index) => {
      leaf.classList.toggle("now", index === now);
      leaf.classList.toggle("before", index < now);
      leaf.inert = index !== now;
      dots.children[index].classList.toggle("now", index === now);
    });
    button("previous").setAttribute("aria-disabled", String(now === 0));
    button("next").setAttribute("aria-disabled", String(now === leaves.length - 1));
    status.textContent = leaves[now].getAttribute("aria-label");
    history.replaceState(null, "", `#${now}`);
    if (reading) readPage();
  }

  function setReading(value) {
    reading = value;
    button("play").setAttribute("aria-pressed", String(reading));
  }

  function stopSound() {
    clearTimeout(turning);
    cancelAnimationFrame(frame);
    const audio = audioOf(leaves[now]);
    if (audio) { audio.pause(); audio.currentTime = 0; }
    stopSynthesis();
    light(null);
  }

  function stopSynthesis() {
    speech = null; // what a browser still tells of it is about a page that is no longer read
    if ("speechSynthesis" in window) speechSynthesis.cancel();
  }

  function light(word) {
    document.querySelectorAll(".word.said").forEach((each) => each !== word && each.classList.remove("said"));
    if (word && !word.classList.contains("said")) {
      word.classList.add("said");
      word.scrollIntoView({ block: "nearest" });
    }
  }

  function follow() {
    const leaf = leaves[now];
    const audio = audioOf(leaf);
    const time = audio.currentTime;
    light(wordsOf(leaf).find((word) => word.dataset.start <= time && time < word.dataset.end) || null);
    frame = requestAnimationFrame(follow);
  }

  function pageIsRead() {
    cancelAnimationFrame(frame);
    light(null);
    const auto = button("auto").getAttribute("aria-pressed") === "true";
    if (!reading || !auto || now >= leaves.length - 1) { setReading(false); return; }
    turning = setTimeout(() => show(now + 1), PAUSE_BETWEEN_PAGES);
  }

  async function readPage() {
    const leaf = leaves[now];
    const audio = audioOf(leaf);
    if (audio && !usesDevice()) {
      try {
        await audio.play();
        cancelAnimationFrame(frame);
        follow();
      } catch (error) {
        if (error.name !== "AbortError") setReading(false); // a browser may want a touch before the first sound
      }
    } else if (wordsOf(leaf).length) {
      readBySynthesis(leaf);
    } else {
      pageIsRead();
    }
  }

  function readBySynthesis(leaf) {
    const voice = deviceVoice();
    if (!voice) { setReading(false); return; }
    const spans = wordsOf(leaf);
    const text = leaf.querySelector(".text").textContent;
    const begins = [];
    spans.reduce((at, span) => { const begin = text.indexOf(span.textContent, at); begins.push(begin); return begin + span.textContent.length; }, 0);
    const said = new SpeechSynthesisUtterance(text);
    speech = said;
    speech.voice = voice;
    speech.lang = voice.lang;
    speech.rate = 0.9;
    speech.onboundary = (event) => said === speech && light(spans[begins.findLastIndex((begin) => begin <= event.charIndex)]);
    speech.onend = () => said === speech && pageIsRead();
    speech.onerror = () => said === speech && setReading(false);
    speechSynthesis.speak(speech);
  }

  // Only voices on the device itself: others send the text to somebody's server.
  function deviceVoice() {
    const voices = "speechSynthesis" in window ? speechSynthesis.getVoices() : [];
    return voices.find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(language)) || null;
  }

  function offerDeviceVoice() {
    const hasVoice = Boolean(deviceVoice());
    const isSilent = !document.querySelector("audio");
    button("device").hidden = !hasVoice || isSilent;
    document.querySelector('.start [data-do="begin"]').hidden = isSilent && !hasVoice;
    button("play").hidden = button("auto").hidden = isSilent && !hasVoice;
    if (!hasVoice) chooseDevice(false);
  }

  function chooseDevice(chosen) {
    const goesOn = reading;
    if (chosen !== usesDevice()) stopSound();
    button("device").setAttribute("aria-pressed", String(chosen));
    if (goesOn && now > 0) readPage();
  }

  function play() {
    if (reading) {
      setReading(false);
      clearTimeout(turning);
      cancelAnimationFrame(frame);
      audioOf(leaves[now])?.pause();
      stopSynthesis();
      return;
    }
    setReading(true);
    if (now === 0 || now === leaves.length - 1) show(1);
    else readPage();
  }

  function resize(change) {
    size = Math.max(0, Math.min(SIZES.length - 1, size + change));
    document.documentElement.style.setProperty("--size", SIZES[size]);
    try { localStorage.setItem("soridam-size", size); } catch { /* a page opened from a file may not keep anything */ }
  }

  const actions = {
    previous: () => show(now - 1),
    next: () => show(now + 1),
    first: () => { setReading(false); show(0); },
    begin: () => { setReading(true); show(1); },
    play,
    auto: () => {
      const pressed = button("auto").getAttribute("aria-pressed") === "true";
      button("auto").setAttribute("aria-pressed", String(!pressed));
    },
    device: () => {
      chooseDevice(!usesDevice());
      try { localStorage.setItem("soridam-device", usesDevice()); } catch { /* a page opened from a file may not keep anything */ }
    },
    smaller: () => resize(-1),
    larger: () => resize(1),
  };

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-do]");
    if (pressed) { actions[pressed.dataset.do](); return; }
    const word = event.target.closest(".word");
    const audio = audioOf(leaves[now]);
    if (word && audio && word.dataset.start && !usesDevice()) {
      clearTimeout(turning);
      audio.currentTime = Number(word.dataset.start);
      setReading(true);
      readPage();
      return;
    }
    const figure = event.target.closest("figure");
    if (figure && !event.target.closest(".cover .start")) {
      const box = figure.getBoundingClientRect();
      show(event.clientX < box.left + box.width / 3 ? now - 1 : now + 1);
    }
  });

  const keys = { ArrowRight: "next", PageDown: "next", ArrowLeft: "previous", PageUp: "previous", " ": "play", "+": "larger", "=": "larger", "-": "smaller", a: "auto", v: "device", Home: "first" };
  document.addEventListener("keydown", (event) => {
    const onButton = event.target.closest?.("button");
    if (event.ctrlKey || event.metaKey || event.altKey || (onButton && event.key === " ")) return;
    if (event.key === "End") { show(leaves.length - 1); return; }
    const name = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (name && !button(name)?.hidden) { event.preventDefault(); actions[name](); }
  });

  let from = null;
  const stage = document.querySelector(".stage");
  stage.addEventListener("pointerdown", (event) => { from = event.pointerType === "mouse" ? null : { x: event.clientX, y: event.clientY }; });
  stage.addEventListener("pointerup", (event) => {
    if (!from) return;
    const dx = event.clientX - from.x;
    const dy = event.clientY - from.y;
    from = null;
    if (Math.abs(dx) > 48 && Math.abs(dx) > 1.5 * Math.abs(dy)) show(dx < 0 ? now + 1 : now - 1);
  });

  leaves.forEach((leaf) => audioOf(leaf)?.addEventListener("ended", pageIsRead));
  try { resize(Number(localStorage.getItem("soridam-size") ?? 1) - size); } catch { resize(0); }
  offerDeviceVoice();
  try { if (localStorage.getItem("soridam-device") === "true" && deviceVoice()) chooseDevice(true); } catch { /* nothing is kept */ }
  if ("speechSynthesis" in window) speechSynthesis.addEventListener?.("voiceschanged", offerDeviceVoice);
  show(parseInt(location.hash.slice(1), 10) || 0);
})();

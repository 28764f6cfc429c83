// Files on their way to the server, in pieces that go on where they were interrupted. Begin with `uploadsOf`.
// They live outside of the screens, so that looking at another one stops nothing.
import { ApiError, refusal } from "../../api/client";
import { type FileView, type Place, readAllFiles } from "./queries";

export interface Upload {
  name: string;
  file: File;
  sent: number; // bytes
  state: "waiting" | "sending" | "done" | "failed";
  error?: ApiError;
}

export interface Found {
  name: string; // with folders, as the server is to have it
  file: File;
}

const PIECE = 4 * 2 ** 20; // bytes; small enough that progress moves
const AT_ONCE = 3;
const FIRST_WAIT = 1_000; // ms between two tries while nothing answers; doubled up to the longest
const LONGEST_WAIT = 15_000;
const CLUTTER = /(^|\/)(\.[^/]*|Thumbs\.db|desktop\.ini|__MACOSX\/.*)$/i;

const running = new Map<string, Uploads>();

export function uploadsOf(place: Place): Uploads {
  const known = running.get(place.id) ?? new Uploads(place);
  running.set(place.id, known);
  return known;
}

export class Uploads {
  private items: readonly Upload[] = [];
  private listeners = new Set<() => void>();
  private active = 0;

  constructor(private readonly place: Place) {}

  read = (): readonly Upload[] => this.items;

  listen = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Files that the server has already, whole and of that size, are not sent again; begun ones go on. */
  async add(found: readonly Found[], pieceBytes: number): Promise<void> {
    const there = new Map((await readAllFiles(this.place)).map((file) => [file.name, file]));
    const fresh = found.map(({ name, file }) => begin(name, file, there.get(name)));
    const names = new Set(fresh.map((upload) => upload.name));
    this.become([...this.items.filter((item) => !names.has(item.name)), ...fresh]);
    for (let slot = this.active; slot < AT_ONCE; slot += 1) void this.work(Math.min(PIECE, pieceBytes));
  }

  retry(pieceBytes: number): void {
    const failed = this.items.filter((item) => item.state === "failed");
    void this.add(failed, pieceBytes);
  }

  forget(): void {
    this.become(this.items.filter((item) => item.state === "waiting" || item.state === "sending"));
  }

  private async work(pieceBytes: number): Promise<void> {
    this.active += 1;
    for (let next = this.take(); next; next = this.take()) await this.send(next, pieceBytes);
    this.active -= 1;
    if (!this.active) this.tell();
  }

  private take(): Upload | undefined {
    const next = this.items.find((item) => item.state === "waiting");
    if (next) this.change(next.name, { state: "sending" });
    return next;
  }

  private async send({ name, file, sent }: Upload, pieceBytes: number): Promise<void> {
    let [offset, wait] = [sent, FIRST_WAIT];
    while (offset < file.size) {
      try {
        offset = await this.sendPiece(name, file, offset, pieceBytes);
        wait = FIRST_WAIT;
        this.change(name, { sent: offset });
      } catch (error) {
        if (!(error instanceof ApiError) || (error.status && error.status < 500)) {
          return this.change(name, { state: "failed", error: error as ApiError });
        }
        await pause(wait);
        wait = Math.min(2 * wait, LONGEST_WAIT);
      }
    }
    this.change(name, { state: "done", sent: file.size });
  }

  /** Returns how far the server has the file now. */
  private async sendPiece(name: string, file: File, offset: number, pieceBytes: number): Promise<number> {
    const query = new URLSearchParams({ name, offset: String(offset), total: String(file.size) });
    const body = await file
      .slice(offset, offset + pieceBytes)
      .arrayBuffer()
      .catch(unreadable);
    const response = await fetch(`/api/${this.place.kind}/${this.place.id}/files?${query}`, {
      method: "PUT",
      headers: { "content-type": "application/octet-stream" },
      body,
    }).catch(() => {
      throw new ApiError(0, "", "");
    });
    const told: unknown = await response.json().catch(() => ({}));
    if (response.ok || response.status === 409) return receivedOf(told);
    throw refusal(response.status, told);
  }

  private change(name: string, changes: Partial<Upload>): void {
    this.become(this.items.map((item) => (item.name === name ? { ...item, ...changes } : item)));
  }

  private become(items: readonly Upload[]): void {
    this.items = items;
    this.tell();
  }

  private tell(): void {
    this.listeners.forEach((listener) => listener());
  }
}

function begin(name: string, file: File, there: FileView | undefined): Upload {
  const isSame = there?.bytes === file.size;
  if (isSame && there.complete) return { name, file, sent: file.size, state: "done" };
  return { name, file, sent: isSame ? there.received : 0, state: "waiting" };
}

function receivedOf(told: unknown): number {
  const received = (told as { received?: unknown }).received;
  if (typeof received !== "number") throw new ApiError(500, "", "");
  return received;
}

function unreadable(): never {
  throw new ApiError(400, "", ""); // the browser no longer finds the file, or may not read it
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    window.addEventListener("online", () => (clearTimeout(timer), resolve()), { once: true });
  });
}

export interface Refusal {
  kind: "empty" | "tooMany" | "tooLarge" | "nothing";
  names: string[];
}

/** What may be sent of what was chosen, and what may not, with the reason, before a byte has gone. */
export function sift(
  found: readonly Found[],
  there: { total: number; bytes: number },
  limits: { bytes: number; files: number },
): { accepted: Found[]; refusals: Refusal[] } {
  const wanted = found.filter(({ name }) => !CLUTTER.test(name));
  const empty = wanted.filter(({ file }) => file.size === 0);
  const full = wanted.filter(({ file }) => file.size > 0);
  const refusals: Refusal[] = [];
  if (!wanted.length) refusals.push({ kind: "nothing", names: [] });
  if (empty.length) refusals.push({ kind: "empty", names: empty.map(({ name }) => name) });
  if (there.total + full.length > limits.files)
    return { accepted: [], refusals: [...refusals, { kind: "tooMany", names: [] }] };
  const bytes = full.reduce((sum, { file }) => sum + file.size, there.bytes);
  if (bytes > limits.bytes) return { accepted: [], refusals: [...refusals, { kind: "tooLarge", names: [] }] };
  return { accepted: full, refusals };
}

/** Files of a file chooser; those of a folder keep their paths. */
export function filesOfInput(files: FileList | null): Found[] {
  return [...(files ?? [])].map((file) => ({ name: file.webkitRelativePath || file.name, file }));
}

/** Files and whole folders that were dropped. */
export async function filesOfDrop(dropped: DataTransfer): Promise<Found[]> {
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (!entries.length) return filesOfInput(dropped.files);
  return (await Promise.all(entries.map(filesOfEntry))).flat();
}

async function filesOfEntry(entry: FileSystemEntry): Promise<Found[]> {
  const name = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ name, file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inner: FileSystemEntry[] = [];
  for (;;) {
    const more = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (!more.length) return (await Promise.all(inner.map(filesOfEntry))).flat();
    inner.push(...more);
  }
}

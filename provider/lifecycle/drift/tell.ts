import { messageOf, Refusal } from "../../quay/client/errors";
import type { Snapshot } from "../../snapshot";
import { AuditLog, LOG_DAYS } from "../../snapshot/audit-log";
import { namespaces } from "../../snapshot/namespaces";
import type { Connection, Properties } from "../definition";
import type { Resource } from "../resource";
import { type Drifted, whoChanged, whoDeleted } from "./author";
import { changesOf, type PropertyChange } from "./changes";
import { type Finding, momentText, sentence } from "./sentence";

/** Milliseconds that a read waits for Quay's log. */
const LONGEST_WAIT = 5_000;

/** What a read found. */
export interface Found {
  id: string;
  state: Properties;
  /** Undefined when it is gone. */
  found: Properties | undefined;
  /** Properties besides its secrets whose values are not shown. */
  hidden: Iterable<string>;
}

/** The log of one namespace in this run. */
interface Source {
  log: AuditLog;
  /** Settled when it is not to be had: then no read waits for it any more. */
  silenced: Promise<undefined>;
  silence(): void;
  isSilent: boolean;
}

/**
 * Says who changed what Quay has otherwise than the state, one line for each resource, from the log of its namespace. It decides
 * nothing and never throws; without a difference it asks nothing.
 */
export class DriftAuthors {
  private readonly sources = new WeakMap<Snapshot, Map<string, Source>>();

  constructor(
    private readonly notice: (line: string) => void,
    private readonly kindOf: (kind: string) => Resource | undefined,
  ) {}

  async tell(resource: Resource, connection: Connection, { id, state, found, hidden }: Found): Promise<void> {
    const named = { ...state, ...resource.identity.parse(id) };
    const changes = found && changesOf(resource, named, found);
    const namespace = resource.namespace(named, false);
    if (changes?.length === 0 || namespace === undefined) return;
    const source = this.sourceOf(connection, namespace);
    if (source.isSilent) return;
    const about = { label: `${resource.kind} ${id}`, hidden: new Set([...resource.secrets, ...hidden]) };
    const drifted = { resource, namespace, state: named, found };
    let why = `Quay's log did not answer within ${LONGEST_WAIT / 1000} seconds.`;
    const line = await within(LONGEST_WAIT, source.silenced, async () => {
      try {
        return sentence({ ...about, ...(await this.attributed(drifted, changes, source.log, connection)) });
      } catch (error) {
        why = messageOf(error);
        if (await isDeleted(error, namespace, connection))
          why = "It is deleted, and of that only superusers see Quay's log.";
        return undefined;
      }
    });
    if (source.isSilent) return;
    if (line !== undefined) return this.notice(line);
    source.silence();
    this.notice(`Who changed what in ${namespace} is not told. ${why}`);
  }

  private async attributed(
    drifted: Drifted,
    changed: PropertyChange[] | undefined,
    log: AuditLog,
    { snapshot }: Connection,
  ): Promise<Pick<Finding, "changes" | "deletedBy" | "causes">> {
    const { never } = drifted.resource.logged;
    const own = never ? [never] : [];
    const causes = () => [
      ...own,
      `what is older than ${log.end === undefined ? `${LOG_DAYS} days` : momentText(log.end)}`,
      "what happens while logging is switched off",
    ];
    if (!changed) return { deletedBy: await whoDeleted(log, drifted, this.kindOf), causes: causes() };
    const self = async () => (await snapshot.user.self())?.username;
    const changes = await Promise.all(
      changed.map(async (change) => ({
        ...change,
        author: await whoChanged(log, drifted, change, self),
      })),
    );
    return { changes, causes: causes() };
  }

  private sourceOf({ snapshot, aside }: Connection, namespace: string): Source {
    const all = this.sources.get(snapshot) ?? new Map<string, Source>();
    this.sources.set(snapshot, all);
    const source = all.get(namespace) ?? sourceOf(new AuditLog(snapshot, namespace, aside()));
    all.set(namespace, source);
    return source;
  }
}

function sourceOf(log: AuditLog): Source {
  let settle = () => {};
  const silenced = new Promise<undefined>((resolve) => {
    settle = () => resolve(undefined);
  });
  const source = {
    ...{ log, silenced, isSilent: false },
    silence() {
      source.isSilent = true;
      settle();
    },
  };
  return source;
}

async function isDeleted(error: unknown, namespace: string, { snapshot }: Connection): Promise<boolean> {
  if (!(error instanceof Refusal) || error.status >= 500) return false;
  return snapshot
    .of(namespaces)
    .exists(namespace)
    .then(
      (exists) => !exists,
      () => false,
    );
}

/** Undefined when it takes longer, or as soon as it is not to be had. */
async function within<T>(
  milliseconds: number,
  end: Promise<undefined>,
  work: () => Promise<T>,
): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  try {
    return await Promise.race([work(), late, end]);
  } finally {
    clearTimeout(timer);
  }
}

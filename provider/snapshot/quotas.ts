import { listUserQuota, type QuotaView } from "../quay/api/namespacequota";
import { listAllUsers, listOrganizationQuotaSuperUser } from "../quay/api/superuser";
import { isNotFound, Refusal } from "../quay/client/errors";
import { sizeText } from "../quay/sizes";
import type { Snapshot } from ".";
import { absence } from "./absence";
import { ListReader } from "./list-reader";
import { Memo } from "./memo";
import { namespaces } from "./namespaces";
import type { Freshness } from "./reader";

export interface Quota {
  namespace: string;
  size: string;
  warnings: number[];
  reject?: number;
}

type QuotaKey = Pick<Quota, "namespace">;

export const quotas = (snapshot: Snapshot): Quotas => new Quotas(snapshot);

/**
 * Quotas of namespaces. The view of an organization, which its teams are read from too, shows its quota to members; the list of
 * all users shows those of users to superusers.
 */
export class Quotas extends ListReader<QuotaKey, Quota> {
  private readonly held = new Memo<QuotaView | undefined>();
  private readonly users = new Memo<Map<string, QuotaView[]>>();

  constructor(snapshot: Snapshot) {
    super(snapshot, {
      of: ({ namespace }) => ["Organization", namespace],
      read: ([, namespace]) => this.read(namespace),
      readFresh: ([, namespace]) => this.read(namespace, { fresh: true }),
    });
  }

  /** The quota with the ids that writes need, if there is one. One request, unless this run has read it. */
  withIds(namespace: string): Promise<QuotaView | undefined> {
    return this.held.get(namespace, async () => {
      return configured(await listOrganizationQuotaSuperUser(this.snapshot.quay, { namespace }));
    });
  }

  override record(id: QuotaKey, state: Quota | undefined, how?: { isNew?: boolean }): void {
    if (how?.isNew || !state) this.held.forget(id.namespace);
    // Quay deletes the namespace's notifications with its quota.
    if (!state) this.snapshot.containerChanged(["Quota", id.namespace]);
    super.record(id, state);
  }

  override forget(id: QuotaKey): void {
    this.snapshot.of(namespaces).forget(id.namespace);
    this.held.forget(id.namespace);
    this.users.forget("");
    super.forget(id);
  }

  private async read(namespace: string, how?: Freshness): Promise<Quota[] | undefined> {
    const shown = await this.shown(namespace, how);
    const view = shown && configured(shown);
    this.held.set(namespace, view);
    return shown && (view ? [quotaOf(namespace, view)] : []);
  }

  /** Undefined when there is neither an organization nor a user of this name. */
  private async shown(namespace: string, how?: Freshness): Promise<QuotaView[] | undefined> {
    const { quay, user } = this.snapshot;
    const views = this.snapshot.of(namespaces);
    const organization = await (how?.fresh ? views.viewFresh(namespace) : views.view(namespace)).catch(undefinedIfNone);
    if (organization?.quotas) return organization.quotas;
    const ofUser = organization || how?.fresh ? undefined : (await this.ofUsers()).get(namespace);
    return (
      ofUser ??
      this.snapshot.of(absence).inNamespace(namespace, () =>
        user.either(
          namespace,
          () => listOrganizationQuotaSuperUser(quay, { namespace }),
          () => listUserQuota(quay, {}),
        ),
      )
    );
  }

  /** The quotas of all users; none when the token is no superuser's. */
  private ofUsers(): Promise<Map<string, QuotaView[]>> {
    return this.users.get("", async () => {
      try {
        const { users } = await listAllUsers(this.snapshot.quay, {});
        return new Map(users.flatMap(({ username, quotas }) => (quotas ? [[username, quotas]] : [])));
      } catch (error) {
        if (error instanceof Refusal && error.status === 403) return new Map();
        throw error;
      }
    });
  }
}

function undefinedIfNone(error: unknown): undefined {
  if (!isNotFound(error)) throw error;
}

/** A namespace's own quota. Some of Quay's lists also show the default of its configuration, which nobody gave the namespace. */
export const configured = (quotas: QuotaView[]): QuotaView | undefined => quotas.find(({ id }) => id !== null);

/** Of several refusals the lowest counts. */
export function quotaOf(namespace: string, { limit_bytes, limits }: QuotaView): Quota {
  const percents = (type: string) => limits.filter((one) => one.type === type).map((one) => one.limit_percent);
  const rejects = percents("Reject");
  const reject = rejects.length > 0 ? { reject: Math.min(...rejects) } : {};
  return { namespace, size: sizeText(limit_bytes), warnings: percents("Warning"), ...reject };
}

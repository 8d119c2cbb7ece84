import { holdingsOf } from "../../../cli/access/holdings";
import { holdingsText } from "../../../cli/access/print";
import { readAccess } from "../../../cli/access/read-access";
import { withQuay } from "../../../cli/quay-access";
import type { StackEntry } from "../../../cli/stack-state/stack-state";
import { type LocalQuay, startQuay } from "../../../local-quay";
import { callQuay } from "../../call-quay";
import { seedAcme } from "./organization";

describe("What somebody holds", () => {
  let quay: LocalQuay;
  beforeAll(async () => {
    quay = await startQuay();
  });
  beforeEach(() => {
    quay.reset();
    seedAcme(quay);
  });
  afterAll(() => quay.close());

  const held = (who: string, entries: StackEntry[] = []) =>
    withQuay({ "quay:url": quay.url, "quay:token": quay.token }, async (access) => {
      const namespaces = [
        { name: "acme", isUser: false },
        { name: "admin", isUser: true },
      ];
      return holdingsOf(who, await readAccess(namespaces, access), entries, access.connectionFor);
    });

  const everythingOfBob = async () => {
    const { store, features } = quay;
    features.MAILING = true;
    const prototypes = "POST /v1/organization/acme/prototypes";
    await callQuay(quay, prototypes, { role: "write", delegate: { kind: "user", name: "bob" } });
    await callQuay(quay, prototypes, {
      role: "read",
      delegate: { kind: "team", name: "ops" },
      activating_user: { name: "bob" },
    });
    await callQuay(quay, "PUT /v1/organization/acme/team/ops/members/bob");
    store.join(store.team("acme", "owners") as never, store.user("bob") as never);
  };

  it("is every membership, invitation, grant and default permission, each with a command that removes it", async () => {
    await everythingOfBob();
    const all = await held("bob");
    expect(all.map(({ where, what }) => `${where}: ${what}`)).toEqual([
      "acme: invited to creator team ops",
      "acme: member of admin team owners",
      "acme/web: grant (role not read)",
      "acme: default permission (write) for bob",
      "acme: default permission (read) for team ops, when bob creates",
    ]);
    quay.requests.length = 0;
    for (const { remove = "" } of all) {
      const [, method, address = ""] =
        /^curl -X (\w+) -H "Authorization: Bearer \$QUAY_TOKEN" '(.*)'$/.exec(remove) ?? [];
      const answer = await fetch(address, { method, headers: { authorization: `Bearer ${quay.token}` } });
      expect([remove, answer.status]).toEqual([remove, 204]);
    }
    expect(await held("bob")).toEqual([]);
    expect(holdingsText("bob", [], "terminal")).toEqual(["bob holds nothing here."]);
  });

  it("asks for what would remove it, and removes nothing", async () => {
    await everythingOfBob();
    quay.requests.length = 0;
    await held("bob");
    const writes = quay.requests.filter(({ method, status = 0 }) => method !== "GET" && status < 300);
    expect(writes).toEqual([]);
  });

  it("is the line of the program where the stack has it, and of what the stack only reads a command", async () => {
    const entry: StackEntry = {
      kind: "RepositoryUserPermission",
      id: "acme/web/user/bob",
      urn: "urn",
      name: "web-bob",
      isNative: false,
      isRead: false,
      inputs: {},
      outputs: {},
      position: "index.ts:12",
    };
    const [grant] = await held("bob", [entry]);
    expect(grant).toMatchObject({ program: "index.ts:12: RepositoryUserPermission web-bob" });
    expect(grant).not.toHaveProperty("remove");
    const [read] = await held("bob", [{ ...entry, isRead: true }]);
    expect(read?.remove).toContain("curl -X DELETE");
  });

  it("is also what no request takes away: an own namespace, and full access", async () => {
    const all = await held("admin");
    const none = all.filter(({ program, remove }) => program === undefined && remove === undefined);
    expect(none.map(({ where, what }) => `${where}: ${what}`)).toEqual([
      "acme/*: superuser with full access",
      "admin/*: superuser with full access",
      "admin/*: own namespace",
    ]);
    const [first] = holdingsText("admin", none, "pipe");
    expect(first).toBe(
      "admin\tacme/*\tholds: superuser with full access\tno program says so, and no request takes it away",
    );
  });

  it("of a team that a directory fills takes no request, but of a robot in it", async () => {
    quay.features.TEAM_SYNCING = true;
    const ops = quay.store.team("acme", "ops");
    if (ops) ops.syncedWith = { group_dn: "cn=ops" };
    quay.store.join(ops as never, quay.store.robot("acme+ci") as never);
    expect(await held("alice")).toEqual([{ what: "member of creator team ops, from a directory", where: "acme" }]);
    expect((await held("acme+ci")).map(({ what, remove }) => [what, remove?.slice(0, 14)])).toEqual([
      ["member of creator team ops", "curl -X DELETE"],
      ["grant (read)", "curl -X DELETE"],
    ]);
  });
});

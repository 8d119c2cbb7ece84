import fc from "fast-check";
import { toldOf } from "../../../cli/drift/told";
import { type Attributed, sentence, valueText } from "../../../provider/lifecycle/drift/sentence";

/** What is written is read back, whatever the values are. */
describe("The line about a resource", () => {
  const time = Date.parse("2026-11-28T03:07:00Z");
  const name = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{1,20}$/);
  const author = fc.record({
    entry: fc.record({
      kind: fc.constant("org_set_team_role"),
      time: fc.constant(time),
      details: fc.constant({}),
      performer: fc.oneof(
        name,
        fc.tuple(name, name).map((parts) => parts.join("+")),
      ),
      application: fc.option(fc.string(), { nil: undefined }),
      address: fc.option(fc.oneof(fc.ipV4(), fc.ipV6()), { nil: undefined }),
    }),
    probably: fc.option(fc.constant(true as const), { nil: undefined }),
  });
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '", by mallory with token "x", 2026-01-01 00:00 UTC; a',
      "none",
      " and role a → b",
      "→",
      "[secret]",
    ),
    fc.integer(),
    fc.boolean(),
    fc.constant(undefined),
    fc.array(fc.string(), { maxLength: 4 }),
  );
  const changes = fc.uniqueArray(
    fc.record({
      property: fc.constantFrom("role", "description", "visibility", "tags"),
      before: value,
      after: value,
      author: fc.option(author, { nil: undefined }),
    }),
    { selector: ({ property }) => property, minLength: 1 },
  );
  const label = fc.constantFrom(
    "Team acme/ops",
    "RepositoryNotification acme/web:Told: gone, deleted by x",
    "Tag acme/web:v1",
  );
  const causes = ["tags that expire", "what is older than 24 days"];
  /** Control characters are not shown. */
  const isVisible = (text: unknown) => !/[^\x20-\x7e→…]/.test(JSON.stringify(text) ?? "");

  it("is read as it was written", () => {
    fc.assert(
      fc.property(label, changes, (of, all) => {
        fc.pre(isVisible(all));
        const line = sentence({ label: of, changes: all as Attributed[], hidden: new Set(), causes });
        const told = toldOf(of, line)?.changes ?? [];
        const expected = all.map(({ property, before, after, author: by }) => {
          const [one, other] = [valueText(before), valueText(after)];
          return {
            property,
            ...(one !== undefined && other !== undefined && { before: one, after: other }),
            ...(by && {
              author: {
                who: by.entry.performer,
                probably: by.probably === true,
                when: "2026-11-28T03:07:00Z",
                ...(by.entry.application !== undefined && { token: by.entry.application }),
                ...(by.entry.address !== undefined && { address: by.entry.address }),
              },
            }),
          };
        });
        const order = (one: { property: string }, other: { property: string }) =>
          one.property.localeCompare(other.property);
        expect([...told].sort(order)).toEqual(expected.sort(order));
      }),
    );
  });

  it("is read when it is gone, alone or with another one", () => {
    fc.assert(
      fc.property(
        label,
        fc.option(author, { nil: undefined }),
        fc.constantFrom(undefined, "Team acme/ops"),
        (of, by, parent) => {
          fc.pre(isVisible(by));
          const deletedBy = by && { ...by, ...(parent && { with: parent }) };
          const told = toldOf(of, sentence({ label: of, deletedBy, hidden: new Set(), causes }));
          expect(told?.changes).toBeUndefined();
          expect(told?.deletedBy?.who).toBe(by?.entry.performer);
          expect(told?.with).toBe(by && parent);
        },
      ),
    );
  });

  it("is not taken for one about another resource, nor another line for it", () => {
    const line = sentence({ label: "Team acme/ops", deletedBy: undefined, hidden: new Set(), causes });
    expect(toldOf("Team acme/op", line)).toBeUndefined();
    expect(toldOf("Team acme/ops", "Team acme/ops: stays in Quay, because this stack still has it")).toBeUndefined();
  });

  it("shows no value of a hidden property", () => {
    const all = [{ property: "webhook", before: "one-secret", after: "two-secret" }];
    const line = sentence({ label: "X a", changes: all, hidden: new Set(["webhook"]), causes });
    expect(line).toContain("webhook changed, and Quay's log does not say by whom");
    expect(line).not.toContain("secret");
  });
});

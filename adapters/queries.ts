import { z } from "zod";
import { manifestref, orgname, repository, tag } from "./parameters";

/** What the reading operations take in their queries. */

export const repositories = z.strictObject({
  namespace: orgname.optional().describe("Only the repositories of this organization or user."),
  public: z.boolean().optional().describe("Also the public repositories of others."),
  starred: z.boolean().optional().describe("Only those that the token's user has starred."),
  next_page: z.string().max(4096).optional().describe("What the page before said as next_page."),
});

export const oneRepository = z.strictObject({
  repository,
  includeTags: z.boolean().optional().describe("Whether to list up to 500 tags with it; true if left out."),
  includeStats: z.boolean().optional().describe("Whether to tell the pulls and pushes of the last three months."),
});

export const tags = z.strictObject({
  repository,
  onlyActiveTags: z.boolean().optional().describe("Leave out the history of moved and deleted tags."),
  specificTag: tag.optional().describe("Only this tag."),
  limit: z.int().min(1).max(100).optional().describe("Tags a page, at most 100; 50 if left out."),
  page: z.int().min(1).optional().describe("Which page, from 1 on. has_additional tells whether there are more."),
});

export const builds = z.strictObject({
  repository,
  limit: z.int().min(1).max(1000).optional().describe("How many builds at most; 5 if left out."),
  since: z.int().min(0).optional().describe("Only builds begun since then, in seconds since 1970."),
});

export const security = z.strictObject({
  repository,
  manifestref,
  vulnerabilities: z.boolean().optional().describe("As in Quay's API; the answer holds the vulnerabilities anyway."),
});

/** How a mirror reaches the registry that it copies from. */
export interface MirrorConnection {
  verifyTls: boolean;
  httpProxy: string;
  httpsProxy: string;
  noProxy: string;
}

/** The same as Quay holds it: only what was sent. */
interface ConnectionView {
  verify_tls?: boolean | null;
  proxy?: { http_proxy?: string | null; https_proxy?: string | null; no_proxy?: string | null } | null;
}

/** What Quay does with what it holds. */
export function connectionOf(view: ConnectionView | null | undefined): MirrorConnection {
  const { verify_tls, proxy } = view ?? {};
  return {
    verifyTls: verify_tls ?? true,
    httpProxy: proxy?.http_proxy ?? "",
    httpsProxy: proxy?.https_proxy ?? "",
    noProxy: proxy?.no_proxy ?? "",
  };
}

/** All of it as it is sent: Quay may keep nothing of what is left out. */
export const sentConnection = ({ verifyTls, httpProxy, httpsProxy, noProxy }: MirrorConnection) => ({
  verify_tls: verifyTls,
  proxy: { http_proxy: httpProxy || null, https_proxy: httpsProxy || null, no_proxy: noProxy || null },
});

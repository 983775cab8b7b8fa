import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";

/** Compares two secrets in a time that does not tell how much of them is the same. */
export function sameSecret(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right));
}

/** The token that a request shows: `Authorization: token X` or `Bearer X`, else `?token=X`. */
export function shownToken(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    // Blanks at the end are cut off by themselves: a pattern for both ends would be slow on a header full of them.
    const match = /^(?:token|bearer) +(\S.*)$/i.exec(authorization.trimEnd());
    // Another scheme, such as a proxy's Basic, says nothing to us.
    if (match !== null) return match[1];
  }
  const { token } = request.query as { token?: unknown };
  return typeof token === "string" && token !== "" ? token : undefined;
}

/**
 * Makes a check of whole `Authorization` headers that costs little: it knows the two ways in which nearly everybody
 * writes a token, and no more. How long a check takes tells of the length of the token alone.
 */
export function plainTokenCheck(token: string): (authorization: string) => boolean {
  const right = ["token", "Bearer"].map((scheme) => Buffer.from(`${scheme} ${token}`));
  return (authorization) => {
    const shown = Buffer.from(authorization);
    return right.some((bytes) => bytes.length === shown.length && timingSafeEqual(bytes, shown));
  };
}

function digest(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

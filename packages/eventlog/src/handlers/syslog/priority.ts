/** The facilities of RFC 5424 by the names that Python's `logging` has for them; the index is the number. */
export const facilities = [
  "kern",
  "user",
  "mail",
  "daemon",
  "auth",
  "syslog",
  "lpr",
  "news",
  "uucp",
  "cron",
  "authpriv",
  "ftp",
  "ntp",
  "security",
  "console",
  "solaris-cron",
  "local0",
  "local1",
  "local2",
  "local3",
  "local4",
  "local5",
  "local6",
  "local7",
] as const;

/** The severities of RFC 5424, from the worst on; the index is the number. */
export const severities = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"] as const;

export type Facility = (typeof facilities)[number];
export type Severity = (typeof severities)[number];

/** What a message begins with: its facility and its severity in one number. */
export function priorityOf(facility: Facility | number, severity: Severity): number {
  const number = typeof facility === "number" ? facility : facilities.indexOf(facility);
  return number * 8 + severities.indexOf(severity);
}

/** The report's times are minutes since then, on the log's own clock; here in milliseconds as `Date` counts them. */
export const epoch = Date.UTC(2000, 0, 1);

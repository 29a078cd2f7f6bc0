import { useEffect, useState } from "react";
import { ApiError } from "../api/api-error.ts";

/** How many seconds are left until what the server refused may be tried again. */
export function useCountdown(error: unknown): number {
  const [until, setUntil] = useState<{ error: unknown; at: number }>({ error: null, at: 0 });
  const [now, setNow] = useState(0);
  if (until.error !== error) {
    const wait = error instanceof ApiError ? (error.retryAfterSeconds ?? 0) : 0;
    setUntil({ error, at: Date.now() + wait * 1000 });
    setNow(Date.now());
  }
  const left = Math.max(0, Math.ceil((until.at - now) / 1000));
  const isWaiting = left > 0;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [isWaiting]);
  return left;
}

/** A length of time as people say it: `42 seconds`, `3 minutes`. */
export function lengthOfTime(seconds: number, language: string): string {
  const [value, unit] = seconds < 120 ? [seconds, "second"] : [Math.ceil(seconds / 60), "minute"];
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(value);
}

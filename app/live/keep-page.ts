import type { ShouldRevalidateFunction } from '@remix-run/react';

/**
 * `shouldRevalidate` of pages whose forms are sent without leaving them. Without a say of its own, Remix fetches such a
 * page again also after a refused form, and whoever was signed out meanwhile would see every word on it vanish.
 * Remix calls its default true for every page that has its say, so the status is asked.
 */
export const keepPage: ShouldRevalidateFunction = ({ actionStatus }) => actionStatus === undefined || actionStatus < 400;

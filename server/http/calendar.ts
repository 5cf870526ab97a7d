import { Router } from 'express';
import type { Services } from '../services';

/** Calendar files; they need no session and set no cookie. */
export function calendarRoutes(_services: Services): Router {
  return Router();
}

import type { GoLibrary } from '../library.ts';
import { chi } from './chi.ts';
import { echo } from './echo.ts';
import { fiber } from './fiber.ts';
import { gin } from './gin.ts';
import { gorillaMux } from './gorilla-mux.ts';
import { netHttp } from './net-http.ts';

/** Routers stand inside routers of other libraries, so a program is followed with all of them at once. */
export const libraries: readonly GoLibrary[] = [chi, echo, fiber, gin, gorillaMux, netHttp];

import { compileWasmOnce } from './config/compile-once.ts';
import { serve } from './service/serve.ts';

compileWasmOnce();
await serve();

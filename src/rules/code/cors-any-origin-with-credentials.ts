import { allLanguages } from '../../code/view/languages.ts';
import { bad, good } from '../code-examples.ts';
import { openCors } from '../open-cors.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'cors-any-origin-with-credentials',
  about: 'code',
  title: 'Any site may call with the user’s credentials',
  family: 'security',
  severity: 'blocker',
  state: 'stable',
  languages: allLanguages,
  sources: [
    'https://owasp.org/API-Security/editions/2023/en/0xa8-security-misconfiguration/',
    'https://fetch.spec.whatwg.org/#cors-protocol-and-credentials',
  ],
  what: 'Any site that a signed-in user visits can call this API as that user and read the answers: every origin is allowed, with credentials.',
  why: 'The browser sends the cookies along, and the header says that the calling page may see what comes back.',
  fix: 'Name the origins that are allowed, or allow no credentials.',
  examples: {
    bad: [
      bad(
        'the caller’s origin is answered',
        'src/app.ts',
        'app.use(cors(«{ origin: true, credentials: true }»));',
      ),
      bad(
        'a function that always agrees',
        'src/main.ts',
        'app.enableCors(«{ origin: (origin, done) => done(null, true), credentials: true }»);',
      ),
      bad(
        'Starlette answers the caller’s origin',
        'app/main.py',
        'app.add_middleware(CORSMiddleware, «allow_origins=["*"]», allow_credentials=True)',
      ),
      bad('Django', 'app/settings.py', '«CORS_ALLOW_ALL_ORIGINS = True»\nCORS_ALLOW_CREDENTIALS = True'),
      bad(
        'Laravel',
        'config/cors.php',
        "<?php\nreturn «['allowed_origins' => ['*'], 'supports_credentials' => true]»;",
      ),
      bad(
        'Spring',
        'A.java',
        'class A { void f() { «r.addMapping("/**").allowedOriginPatterns("*")».allowCredentials(true); } }',
      ),
      bad(
        'ASP.NET',
        'A.cs',
        'class A { void F() { «b.SetIsOriginAllowed(_ => true)».AllowCredentials(); } }',
      ),
      bad(
        'gin',
        'a.go',
        'package a\n\nvar c = «cors.Config{AllowOriginFunc: func(o string) bool { return true }, AllowCredentials: true}»',
      ),
      bad(
        'headers by hand',
        'src/a.js',
        "function f(req, res, next) {\n  «res.setHeader('Access-Control-Allow-Origin', req.headers.origin)»;\n  res.setHeader('Access-Control-Allow-Credentials', 'true');\n  next();\n}",
      ),
    ],
    good: [
      good(
        'named origins',
        'src/app.ts',
        "app.use(cors({ origin: ['https://shop.example.com'], credentials: true }));",
      ),
      good(
        'any origin without credentials',
        'app/main.py',
        'app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=False)',
      ),
      good('browsers refuse this', 'src/app.ts', "app.use(cors({ origin: '*', credentials: true }));"),
      good(
        'looked up in a list',
        'src/a.js',
        "function f(req, res, next) {\n  if (origins.includes(req.headers.origin)) res.setHeader('Access-Control-Allow-Origin', req.headers.origin);\n  res.setHeader('Access-Control-Allow-Credentials', 'true');\n}",
      ),
      good('credentials of a client', 'src/a.ts', "fetch(url, { credentials: 'include' });"),
      good(
        'while developing',
        'src/main.ts',
        'if (env.isDevelopment) {\n  app.enableCors({ origin: true, credentials: true });\n}',
      ),
    ],
  },
  detect({ code }) {
    return openCors(code).map((node) => ({ range: node.range, object: 'CORS', data: {} }));
  },
});

import { answers } from '../../api/exchange/answers.ts';
import { allLanguages, javaScript } from '../../code/view/languages.ts';
import { bad, good } from '../code-examples.ts';
import { errorDetailIn } from '../error-details.ts';
import { defineRule } from '../rule.ts';

const scriptLanguages: ReadonlySet<string> = new Set(javaScript);

export default defineRule({
  id: 'error-detail-in-response',
  about: 'code',
  title: 'Internals of an error in the answer',
  family: 'security',
  severity: 'warning',
  state: 'stable',
  languages: allLanguages,
  sources: [
    'https://owasp.org/API-Security/editions/2023/en/0xa8-security-misconfiguration/',
    'https://cwe.mitre.org/data/definitions/209.html',
  ],
  what: 'Callers read what went wrong inside: `{detail}` goes into the answer{status}.',
  why: 'Messages of drivers and libraries name tables, queries, files and hosts.',
  fix: 'Log the error, and answer a constant text (and an id to find it in the log by).',
  variants: {
    stack: {
      what: 'Callers read the stack of the failure: `{detail}` goes into the answer{status}.',
      why: 'It names files, functions and versions of what runs here.',
    },
  },
  examples: {
    bad: [
      bad(
        'the message of an error',
        'src/a.ts',
        'try { run(); } catch (err) {\n  res.status(500).json({ error: «err.message» });\n}',
        {
          suggests:
            "try { run(); } catch (err) {\n  res.status(500).json({ error: 'Internal server error' });\n}",
        },
      ),
      bad(
        'the stack',
        'src/a.js',
        'app.use((err, req, res, next) => {\n  res.status(400).json({ stack: «err.stack» });\n});',
      ),
      bad(
        'FastAPI',
        'app/a.py',
        'try:\n    run()\nexcept Exception as e:\n    raise HTTPException(status_code=500, detail=«str(e)»)',
        {
          suggests:
            'try:\n    run()\nexcept Exception as e:\n    raise HTTPException(status_code=500, detail="Internal server error")',
        },
      ),
      bad(
        'Flask',
        'app/a.py',
        'def f():\n    try:\n        run()\n    except Exception as e:\n        return {"error": «str(e)»}, 500',
        {
          suggests:
            'def f():\n    try:\n        run()\n    except Exception as e:\n        return {"error": "Internal server error"}, 500',
        },
      ),
      bad(
        'Gin',
        'a.go',
        'package a\n\nfunc f(c *gin.Context, err error) {\n\tc.JSON(http.StatusInternalServerError, gin.H{"error": «err.Error()»})\n}',
        {
          suggests:
            'package a\n\nfunc f(c *gin.Context, err error) {\n\tc.JSON(http.StatusInternalServerError, gin.H{"error": "Internal server error"})\n}',
        },
      ),
      bad(
        'Rails',
        'app/a.rb',
        'rescue_from(StandardError) { |e| render json: { error: «e.message» }, status: :internal_server_error }',
        {
          suggests:
            'rescue_from(StandardError) { |e| render json: { error: "Internal server error" }, status: :internal_server_error }',
        },
      ),
      bad(
        'Spring',
        'A.java',
        'class A { Object f(Exception e) { return ResponseEntity.status(500).body(«e.getMessage()»); } }',
        {
          suggests:
            'class A { Object f(Exception e) { return ResponseEntity.status(500).body("Internal server error"); } }',
        },
      ),
      bad('ASP.NET', 'A.cs', 'class A { object F(Exception ex) { return StatusCode(500, «ex.Message»); } }', {
        suggests: 'class A { object F(Exception ex) { return StatusCode(500, "Internal server error"); } }',
      }),
    ],
    good: [
      good(
        'a constant',
        'src/a.ts',
        "try { run(); } catch (err) {\n  log.error(err);\n  res.status(500).json({ error: 'Internal server error' });\n}",
      ),
      good(
        'the caller’s own mistake',
        'src/a.ts',
        'try { run(); } catch (err) {\n  res.status(400).json({ error: err.message });\n}',
      ),
      good(
        'for developers only',
        'src/a.js',
        "res.status(500).json({ stack: process.env.NODE_ENV === 'production' ? undefined : err.stack });",
      ),
      good(
        'logged',
        'a.go',
        'package a\n\nfunc f(c *gin.Context, err error) {\n\tlog.Print(err.Error())\n\tc.Status(500)\n}',
      ),
      good(
        'an error written for callers',
        'src/A.php',
        '<?php\ntry { run(); } catch (UploadRefused $e) { return response($e->getMessage(), 500); }',
      ),
    ],
  },
  detect({ code }) {
    const seen = new Set<number>();
    return code.kept(answers).flatMap(({ body, status }) => {
      const found = errorDetailIn(body.range, status, code);
      if (found === null || seen.has(found.range.start)) return [];
      seen.add(found.range.start);
      const detail = code.text.slice(found.range.start, found.range.end);
      const said = status === null ? '' : ` (${status})`;
      return [
        {
          range: found.range,
          object: 'error detail',
          data: { detail, status: said },
          ...(found.isStack ? { variant: 'stack' } : {}),
        },
      ];
    });
  },
  suggest({ range, variant }, { code }) {
    if (variant === 'stack' || code.text[range.start] === '{') return null;
    // Only as a whole value: inside of a longer text it would read oddly.
    if (!/[:,([=>]\s*$/.test(code.text.slice(Math.max(0, range.start - 20), range.start))) return null;
    if (!/^\s*[,)\]}]/.test(code.text.slice(range.end, range.end + 20))) return null;
    const quote = scriptLanguages.has(code.language) || code.language === 'php' ? "'" : '"';
    return { range, text: `${quote}Internal server error${quote}` };
  },
});

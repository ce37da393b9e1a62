import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files of one area of the made-up services: 2 with routes, 8 without. */
const filesPerArea = 10;

/**
 * Writes services of four languages with some `count` source files below `folder`: routers, controllers, and what stands
 * behind them, ten to an area. The two files with routes of the changed areas differ from what they are otherwise.
 */
export function writeServiceCorpus(
  folder: string,
  count: number,
  isChanged: (area: number) => boolean = () => false,
): void {
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const areas = Math.floor(count / filesPerArea);
  for (let area = 0; area < areas; area++) {
    const kind = kinds[area % kinds.length];
    if (kind === undefined) continue;
    for (const [path, text] of kind(area, isChanged(area))) put(path, text);
  }
  const routers = Array.from({ length: areas }, (_, area) => area).filter(
    (area) => area % kinds.length === 0,
  );
  put('api/app.ts', application(routers));
  put(
    'admin/src/main.ts',
    "const app = await NestFactory.create(AppModule);\napp.setGlobalPrefix('admin');\n",
  );
}

type Kind = (area: number, changed: boolean) => Iterable<readonly [path: string, text: string]>;

/** Half of the areas are Express, the others NestJS, FastAPI, Spring and Gin. */
const kinds: readonly Kind[] = [express, nest, express2, python, express, java, express2, go];

function application(areas: readonly number[]): string {
  return `import express from 'express';
import { requireAuth } from './auth.ts';
${areas.map((area) => `import { router as area${area} } from './area${area}/router.ts';`).join('\n')}

const app = express();
app.use(requireAuth);
${areas.map((area) => `app.use('/api/area${area}', area${area});`).join('\n')}
`;
}

function* express(area: number, changed: boolean): ReturnType<Kind> {
  yield [
    `api/area${area}/router.ts`,
    `import { Router } from 'express';
import { requireRole } from '../auth.ts';
import { validate } from '../validate.ts';
import { create, list, remove, show, update } from './handlers.ts';
import { schema } from './schema.ts';

export const router = Router();
router.get('/things', list);
router.post('/things', validate(schema), create);
router.get('/things/:id', show);
router.put('/things/:id', validate(schema), update);
router.delete('/things/:id', requireRole('admin'), remove);
${changed ? "router.get('/things/:id/history', show);\n" : ''}`,
  ];
  yield [
    `api/area${area}/handlers.ts`,
    ['list', 'show', 'create', 'update', 'remove']
      .map(
        (name) => `export async function ${name}(request: Request, response: Response): Promise<void> {
  const thing = await store.${name}(request.params.id, request.body${changed ? ', {}' : ''});
  if (thing === null) {
    response.status(404).json({ error: 'not found' });
    return;
  }
  response.status(${name === 'create' ? 201 : 200}).json(thing);
}
`,
      )
      .join('\n'),
  ];
  yield* plainFiles(`api/area${area}`, 'ts', 8);
}

function* express2(area: number, changed: boolean): ReturnType<Kind> {
  yield* express(area, changed);
}

function* nest(area: number, changed: boolean): ReturnType<Kind> {
  for (const part of ['a', 'b'])
    yield [
      `admin/src/area${area}/${part}.controller.ts`,
      `import { Body, Controller, Delete, Get, Param, Post, UseGuards } from '@nestjs/common';
import { CreateThing } from './dto.ts';

@Controller('area${area}/${part}')
@UseGuards(JwtAuthGuard)
export class Controller${area} {
  @Get()
  list(): Promise<Thing[]> {
    return this.things.all(${changed ? '50' : ''});
  }

  @Get(':id')
  show(@Param('id') id: string): Promise<Thing> {
    return this.things.find(id);
  }

  @Post()
  create(@Body() thing: CreateThing): Promise<Thing> {
    return this.things.create(thing);
  }

  @Delete(':id')
  remove(@Param('id') id: string): Promise<void> {
    return this.things.remove(id);
  }
}
`,
    ];
  yield* plainFiles(`admin/src/area${area}`, 'ts', 8);
}

function* python(area: number, changed: boolean): ReturnType<Kind> {
  for (const part of ['a', 'b'])
    yield [
      `reports/area${area}/${part}_routes.py`,
      `from fastapi import APIRouter, Depends, HTTPException

from reports.auth import get_current_user
from .models import Thing

router = APIRouter(prefix="/area${area}/${part}", dependencies=[Depends(get_current_user)])


@router.get("/things")
async def list_things(limit: int = ${changed ? 200 : 100}):
    return await Thing.all(limit)


@router.post("/things", status_code=201)
async def create_thing(thing: Thing):
    return await thing.save()


@router.get("/things/{thing_id}")
async def show_thing(thing_id: int):
    thing = await Thing.get(thing_id)
    if thing is None:
        raise HTTPException(status_code=404)
    return thing
`,
    ];
  for (let file = 0; file < 8; file++)
    yield [
      `reports/area${area}/part${file}.py`,
      `class Part${file}:\n${Array.from({ length: 12 }, (_, at) => `    def method_${at}(self, value: int) -> int:\n        total = value + ${at}\n        return total * self.factor\n`).join('\n')}`,
    ];
}

function* java(area: number, changed: boolean): ReturnType<Kind> {
  for (const part of ['A', 'B'])
    yield [
      `billing/src/main/java/shop/area${area}/${part}Controller.java`,
      `package shop.area${area};

import org.springframework.web.bind.annotation.*;

@RestController
@RequestMapping("/area${area}/${part.toLowerCase()}")
public class ${part}Controller {
    @GetMapping
    public List<Thing> list(Pageable page) { return things.find(page${changed ? ', true' : ''}); }

    @GetMapping("/{id}")
    public Thing show(@PathVariable long id) { return things.find(id); }

    @PostMapping
    @PreAuthorize("hasRole('ADMIN')")
    @ResponseStatus(HttpStatus.CREATED)
    public Thing create(@Valid @RequestBody CreateThing thing) { return things.create(thing); }
}
`,
    ];
  for (let file = 0; file < 8; file++)
    yield [
      `billing/src/main/java/shop/area${area}/Part${file}.java`,
      `package shop.area${area};\n\npublic class Part${file} {\n${Array.from({ length: 12 }, (_, at) => `    public int method${at}(int value) {\n        int total = value + ${at};\n        return total * factor;\n    }\n`).join('\n')}}\n`,
    ];
}

function* go(area: number, changed: boolean): ReturnType<Kind> {
  for (const part of ['a', 'b'])
    yield [
      `search/area${area}/${part}_routes.go`,
      `package area${area}

import "github.com/gin-gonic/gin"

func Register${part.toUpperCase()}(r *gin.RouterGroup) {
	g := r.Group("/area${area}/${part}", AuthRequired())
	g.GET("/things", func(c *gin.Context) { c.JSON(200, all(c${changed ? ', 50' : ''})) })
	g.POST("/things", func(c *gin.Context) {
		var thing Thing
		if err := c.ShouldBindJSON(&thing); err != nil {
			c.AbortWithStatus(400)
			return
		}
		c.JSON(201, thing)
	})
}
`,
    ];
  for (let file = 0; file < 8; file++)
    yield [
      `search/area${area}/part${file}.go`,
      `package area${area}\n\n${Array.from({ length: 12 }, (_, at) => `func (p *Part${file}) Method${at}(value int) int {\n\ttotal := value + ${at}\n\treturn total * p.factor\n}\n`).join('\n')}`,
    ];
}

/** What stands behind routes: classes and functions of a hundred lines. */
function* plainFiles(folder: string, extension: string, count: number): ReturnType<Kind> {
  for (let file = 0; file < count; file++)
    yield [
      `${folder}/part${file}.${extension}`,
      `import { store } from '../store.ts';

export class Part${file} {
${Array.from({ length: 14 }, (_, at) => `  async method${at}(value: number, options: { limit?: number } = {}): Promise<number> {\n    const rows = await store.query('SELECT a, b FROM part WHERE value = $1 LIMIT $2', [value, options.limit ?? ${at}]);\n    if (rows.length === 0) return 0;\n    return rows.reduce((sum, row) => sum + row.a * row.b, 0);\n  }\n`).join('\n')}}
`,
    ];
}

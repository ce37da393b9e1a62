import { describe, expect, it } from 'vitest';
import { findEndpoints } from '../find-endpoints.ts';
import { shownEndpoints } from '../shown-endpoints.ts';

const main = 'async function bootstrap() { const app = await NestFactory.create(AppModule); }\n';

describe('nestjs', () => {
  it('finds the methods of controllers with guards, pipes, DTOs and codes', () => {
    expect(
      shownEndpoints({
        'src/main.ts': main,
        'src/cats.controller.ts': `import { Body, Controller, Get, Post } from '@nestjs/common';
import { CreateCat, Plain } from './dto';
@ApiTags('cats')
@UseGuards(AuthGuard('jwt'))
@Controller('cats')
export class CatsController {
  @Get(['', 'all'])
  @HttpCode(HttpStatus.PARTIAL_CONTENT)
  @ApiBearerAuth()
  list(@Query('page', ParseIntPipe) page: number) {}

  @Post()
  @Roles('admin')
  @Throttle({ default: { limit: 1 } })
  create(@Body() cat: CreateCat) {
    if (taken) throw new ConflictException('taken');
  }

  @Public()
  @Get(':id(\\\\d+)')
  show(@Body() cat: Plain) {}
}`,
        'src/dto.ts': `import { IsString } from 'class-validator';
class Base { @IsString() name: string; }
export class CreateCat extends PartialType(Base) {}
export class Plain { name: string; }`,
      }),
    ).toEqual([
      "GET /cats auth=@UseGuards(AuthGuard('jwt')):4 valid=ParseIntPipe status=206",
      "POST /cats auth=@UseGuards(AuthGuard('jwt')):4 authz=@Roles('admin'):13 valid=@Body() CreateCat rate=@Throttle({ default: { limit: 1 } }) status=201+409",
      'GET /cats/:id status=200',
      "GET /cats/all auth=@UseGuards(AuthGuard('jwt')):4 valid=ParseIntPipe status=206",
    ]);
  });

  it('puts prefix and version before the path, as the application says', () => {
    expect(
      shownEndpoints({
        'src/main.ts': `import { PREFIX } from './config';
async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.setGlobalPrefix(PREFIX, { exclude: ['health'] });
  app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
}`,
        'src/config.ts': "export const PREFIX = 'api';",
        'src/a.controller.ts': `import { Controller, Get } from '@nestjs/common';
@Controller({ path: 'a', version: ['2', '3'] })
export class A { @Get() list() {} @Version('4') @Get('x') x() {} }`,
        'src/b.controller.ts': `import { Controller, Get } from '@nestjs/common';
@Controller()
export class B { @Get('b') list() {} }
@Controller({ path: 'health', version: VERSION_NEUTRAL })
export class Health { @Get() show() {} }`,
      }),
    ).toEqual([
      'GET /api/v1/b status=200',
      'GET /api/v2/a status=200',
      'GET /api/v3/a status=200',
      'GET /api/v4/a/x status=200',
      'GET /health status=200',
    ]);
  });

  it('counts global guards, and the opt-outs from them', () => {
    expect(
      shownEndpoints({
        'src/main.ts': main,
        'src/app.module.ts':
          'const providers = [{ provide: APP_GUARD, useClass: JwtAuthGuard }, { provide: APP_GUARD, useClass: ThrottlerGuard }];',
        'src/a.controller.ts': `import { Controller, Get } from '@nestjs/common';
@Controller('a')
export class A { @Get() closed() {} @Public() @SkipThrottle() @Get('open') open() {} }`,
      }),
    ).toEqual([
      'GET /a auth=APP_GUARD JwtAuthGuard:1 rate=APP_GUARD ThrottlerGuard status=200',
      'GET /a/open status=200',
    ]);
  });

  it('gives each controller the application above it, and says where there is none', () => {
    const controller = (name: string): string =>
      `import { Controller, Get } from '@nestjs/common';\n@Controller('${name}')\nexport class C { @Get() list() {} }`;
    expect(
      shownEndpoints({
        'apps/one/src/main.ts': "NestFactory.create(M); app.setGlobalPrefix('one');",
        'apps/two/src/main.ts': 'NestFactory.create(M); app.setGlobalPrefix(process.env.PREFIX);',
        'apps/one/src/a.controller.ts': controller('a'),
        'apps/two/src/b.controller.ts': controller('b'),
        'libs/c.controller.ts': controller('c'),
      }),
    ).toEqual(['GET /b? status=200', 'GET /c? status=200', 'GET /one/a status=200']);
  });

  it('trusts a global ValidationPipe with DTOs that were not read, and nothing else', () => {
    const files = {
      'src/a.controller.ts': `import { Body, Controller, Post } from '@nestjs/common';
import { CreateDto } from '@acme/dtos';
import { Row } from '@acme/client';
@Controller('a')
export class A { @Post() create(@Body() a: CreateDto) {} @Post('row') row(@Body() a: Row) {} }`,
    };
    const piped = { ...files, 'src/main.ts': `${main}app.useGlobalPipes(new ValidationPipe());` };
    const provided = {
      ...files,
      'src/main.ts': main,
      'src/app.module.ts': 'const providers = [{ provide: APP_PIPE, useClass: ValidationPipe }];',
    };
    const validated = ['POST /a valid=@Body() CreateDto status=201', 'POST /a/row status=201'];
    expect([piped, provided, { ...files, 'src/main.ts': main }].map(shownEndpoints)).toEqual([
      validated,
      validated,
      ['POST /a status=201', 'POST /a/row status=201'],
    ]);
  });

  it('takes a global guard for authentication by its name only, and Angular for no router of its own', () => {
    expect(
      shownEndpoints({
        'src/main.ts': main,
        'src/app.module.ts':
          'const providers = [{ provide: APP_GUARD, useClass: ImpersonationWriteGuard }, { provide: APP_GUARD, useClass: RolesGuard }];',
        'web/app.module.ts':
          "import { RouterModule } from '@angular/router';\nconst imports = [RouterModule.forRoot(routes)];",
        'src/a.controller.ts': `import { Controller, Get } from '@nestjs/common';
@Controller('a')
export class A { @RequiresScope(scopes.read) @Get() list() {} }`,
      }),
    ).toEqual(['GET /a authz=APP_GUARD RolesGuard:1+@RequiresScope(scopes.read):3 status=200']);
  });

  it('tells what each handler asks for of the request', () => {
    const text = `import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
@Controller()
export class A {
  @Get('none') none(@Res() reply: Reply) {}
  @Get('whole') whole(@Req() request: Request) {}
  @Post('body') body(@Body() body: Plain) {}
}`;
    expect(
      findEndpoints([{ path: 'src/a.controller.ts', text }], 'head').map(({ path, inputs }) => [
        path,
        inputs,
      ]),
    ).toEqual([
      ['/body', ['Body']],
      ['/none', []],
      ['/whole', ['Req']],
    ]);
  });

  it('takes decorators of other packages for nothing', () => {
    expect(
      shownEndpoints({
        'src/a.ts':
          "import { Controller, Get } from 'routing-controllers';\n@Controller('x')\nexport class A { @Get('/y') y() {} }",
        'src/b.ts': '// @Controller\nclass B { get() {} }',
      }),
    ).toEqual([]);
  });
});

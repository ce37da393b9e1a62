import { Controller, Get, Put, Redirect, Sse, Version } from '@nestjs/common';

import { SkipThrottle } from '@nestjs/throttler';
import { Public, Staff } from '@app/auth/decorators';
import { CrudController } from '../crud.controller';

@Controller(['products', 'articles'])
export class ProductsController extends CrudController {
  @Public()
  @SkipThrottle()
  @Get()
  all() {
    return this.items.find({ take: 100 });
  }

  @Staff()
  @Put(':id')
  replace() {
    return this.items.replace();
  }

  @Version('2')
  @Get('search')
  search() {
    return this.items.search();
  }

  @Sse('changes')
  changes() {
    return this.items.changes();
  }

  @Get('latest')
  @Redirect('/products', 301)
  latest() {}

  helper() {
    return this.http.get('/remote');
  }
}

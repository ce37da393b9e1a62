import { Delete, Get, Post } from '@nestjs/common';

export abstract class CrudController {
  @Get()
  all() {
    return this.items.find({ take: 20 });
  }

  @Get(':id')
  one() {
    return this.items.one();
  }

  @Post()
  add() {
    return this.items.add();
  }

  @Delete(':id')
  drop() {
    return this.items.drop();
  }
}

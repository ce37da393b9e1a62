import { Query } from '@nestjs/common';

export class Decoy {
  list(@Query() query: object) {
    return query;
  }
}

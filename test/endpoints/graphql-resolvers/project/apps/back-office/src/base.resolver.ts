import { Query } from '@nestjs/graphql';

export abstract class BaseResolver {
  @Query(() => Number)
  productCount() {
    return this.store.count();
  }
}

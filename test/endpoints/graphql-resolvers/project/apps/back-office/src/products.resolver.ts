import { Args, Mutation, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { UseGuards } from '@nestjs/common';
import { CreateProduct, Page } from './products.dto';
import { BaseResolver } from './base.resolver';

@UseGuards(GqlAuthGuard)
@Resolver(() => Product)
export class ProductsResolver extends BaseResolver {
  @Query(() => [Product])
  products(@Args() page: Page) {
    return this.store.find(page);
  }

  @Query(() => Product, { name: 'product' })
  one(@Args('id') id: string) {
    return this.store.one(id);
  }

  @Mutation('addProduct')
  @Roles('editor')
  add(@Args('input') input: CreateProduct) {
    return this.store.add(input);
  }

  @Roles('editor')
  @Mutation(() => Boolean)
  removeProduct(@Args('id') id: string) {
    return this.store.remove(id);
  }

  @Subscription(() => Product)
  productAdded() {
    return this.events.of('added');
  }

  @ResolveField()
  price() {
    return 1;
  }
}

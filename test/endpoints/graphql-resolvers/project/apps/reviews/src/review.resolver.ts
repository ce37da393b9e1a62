import { Arg, Authorized, Ctx, Mutation, Query, Resolver, UseMiddleware } from 'type-graphql';
import { isAuth } from './is-auth';
import { ReviewInput } from './review-input';

@Resolver()
export class ReviewResolver {
  @Query(() => [Review])
  async reviews() {
    return this.reviewStore.find({ take: 25 });
  }

  @Mutation(() => Review)
  @UseMiddleware(isAuth)
  addReview(@Arg('input') input: ReviewInput, @Ctx() context: Context) {
    return this.reviewStore.add(input);
  }

  @Authorized('MODERATOR')
  @Mutation(() => Boolean, { name: 'hideReview' })
  hide(@Arg('id') id: string) {
    return this.reviewStore.hide(id);
  }
}

import { describe, expect, it } from 'vitest';
import { shownEndpoints } from '../shown-endpoints.ts';

const java = (name: string, body: string): Record<string, string> => ({
  [`src/main/java/a/${name}.java`]: `package a;\nimport jakarta.ws.rs.*;\n${body}`,
});

describe('jax-rs', () => {
  it('says that a prefix may be missing where a servlet may have one', () => {
    const resource = java('R', '@Path("/r") public class R { @GET public void r() {} }');
    expect(shownEndpoints(resource)).toEqual(['GET /r? status=204']);
    expect(
      shownEndpoints({ ...resource, 'src/main/resources/application.properties': 'quarkus.rest.path=/rest' }),
    ).toEqual(['GET /rest/r status=204']);
    expect(
      shownEndpoints({
        ...resource,
        ...java('App', '@ApplicationPath("/app/*") class App extends Application {}'),
      }),
    ).toEqual(['GET /app/r status=204']);
  });

  it('follows locators to classes and through the class that they make, and none in a circle', () => {
    expect(
      shownEndpoints({
        ...java('App', '@ApplicationPath("/") class App extends Application {}'),
        ...java(
          'Tree',
          `@Path("tree") public class Tree {
  @Context ResourceContext context;
  @GET public String here() { return ""; }
  @Path("child") public Tree child() { return new Tree(); }
  @Path("leaf") public Object leaf() { return context.getResource(Leaf.class); }
  @Path("gone") public Other gone() { return other(); }
}
class Leaf { @DELETE public void cut() {} }`,
        ),
      }),
    ).toEqual([
      'GET /tree status=200',
      'GET /tree/child status=200',
      'DELETE /tree/child/leaf status=204',
      'DELETE /tree/leaf status=204',
    ]);
  });

  it('takes annotations of other packages for nothing', () => {
    expect(
      shownEndpoints({
        'src/main/java/C.java':
          'import retrofit2.http.*;\n@Path("/x") class C { @GET @Path("/a/{id}") String a(@Path("id") String id) { return ""; } }',
      }),
    ).toEqual([]);
  });

  it('tells codes of responses and of exceptions of JAX-RS, and not of others with such names', () => {
    expect(
      shownEndpoints({
        ...java('App', '@ApplicationPath("/") class App extends Application {}'),
        ...java(
          'S',
          `@Path("s") public class S {
  @GET public Response a() { if (x) throw new NotAuthorizedException("x"); return Response.status(Response.Status.PARTIAL_CONTENT).build(); }
  @PUT public void b() { throw new GoneException(); }
  @POST public String c() { throw new ClientErrorException(Response.Status.GONE); }
}
class GoneException extends RuntimeException {}`,
        ),
      }),
    ).toEqual(['GET /s status=401+206', 'POST /s status=200+410', 'PUT /s status=204']);
  });
});

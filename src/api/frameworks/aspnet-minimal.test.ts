import { describe, expect, it } from 'vitest';
import { shownEndpoints } from '../shown-endpoints.ts';

const app = 'var app = WebApplication.CreateBuilder(args).Build();\n';

describe('aspnet-minimal', () => {
  it('holds all routes of a group to what is demanded of it later', () => {
    expect(
      shownEndpoints({
        'Program.cs': `${app}var g = app.MapGroup("/g");
g.MapGet("/a", () => 1);
g.MapGet("/b", () => 1).AllowAnonymous();
g.RequireAuthorization();`,
      }),
    ).toEqual(['GET /g/a auth=RequireAuthorization():5 status=200', 'GET /g/b status=200']);
  });

  it('follows functions that are handed a builder, and what they answer with', () => {
    expect(
      shownEndpoints({
        'Program.cs': `${app}app.MapGroup("/a").MapThings("x").RequireAuthorization();\nOther.Add(app.MapGroup("/o"));`,
        'Things.cs': `static class Things {
  public static RouteGroupBuilder MapThings(this IEndpointRouteBuilder routes, string name) {
    var inner = routes.MapGroup("/" + name);
    inner.MapGet("", () => Results.NoContent());
    return inner;
  }
}
class Other { public static void Add(IEndpointRouteBuilder to) { to.MapDelete("{id}", (int id) => Results.Ok()); } }`,
      }),
    ).toEqual(['GET /a/x auth=RequireAuthorization():2 status=204', 'DELETE /o/:id status=200']);
  });

  it('says that a prefix may be missing, and names no route whose pattern is not known', () => {
    expect(
      shownEndpoints({
        'Program.cs': `${app}var g = app.MapGroup(configuration["prefix"]);\ng.MapGet("/a", () => 1);\napp.MapGet(pattern, () => 1);`,
        'M.cs':
          'class M { public void Add(IEndpointRouteBuilder r) { r.MapGet("/b", () => 1); } public void Web(WebApplication w) { w.MapGet("/c", () => 1); } }',
      }),
    ).toEqual(['GET /a? status=200', 'GET /b? status=200', 'GET /c status=200']);
  });

  it('ends with functions that call each other and chains without end', () => {
    expect(
      shownEndpoints({
        'Program.cs': `${app}app.MapA();`,
        'A.cs': `static class E {
  public static void MapA(this WebApplication app) { app.MapGet("/a", () => 1); app.MapB(); }
  public static void MapB(this WebApplication app) { app.MapA(); app.MapB(); }
}`,
      }),
    ).toEqual(['GET /a status=200']);
    const chain = `app.MapGet("/long", () => 1)${'.WithTags("x")'.repeat(5_000)};`;
    expect(shownEndpoints({ 'Program.cs': app + chain })).toEqual(['GET /long status=200']);
  });
});

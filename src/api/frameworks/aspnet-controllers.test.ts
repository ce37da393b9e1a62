import { describe, expect, it } from 'vitest';
import { shownEndpoints } from '../shown-endpoints.ts';

const cs = (text: string): Record<string, string> => ({ 'A.cs': text });

describe('aspnet-controllers', () => {
  it('combines attributes as routing does', () => {
    expect(
      shownEndpoints(
        cs(`[Route("a")] [Route("b")]
public class XController : ControllerBase
{
    [HttpGet] [HttpPost] [Route("one")] public void One() {}
    [HttpGet("two")] [HttpPut("three")] public void Two() {}
    [Route("/abs")] [HttpDelete] public void Three() {}
    [HttpGet("[[x]]/[action]")] public void FourAsync() {}
}`),
      ),
    ).toEqual([
      'GET /a/[x]/Four status=200',
      'GET /a/one status=200',
      'POST /a/one status=200',
      'PUT /a/three status=200',
      'GET /a/two status=200',
      'DELETE /abs status=200',
      'GET /b/[x]/Four status=200',
      'GET /b/one status=200',
      'POST /b/one status=200',
      'PUT /b/three status=200',
      'GET /b/two status=200',
    ]);
  });

  it('lets nobody be asked where anybody is allowed, and everybody where a fallback asks', () => {
    expect(
      shownEndpoints({
        'Program.cs':
          'builder.Services.AddAuthorization(o => { o.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build(); });',
        ...cs(`[ApiController] [Route("x")]
public class XController : ControllerBase
{
    [HttpGet("a")] public void A() {}
    [AllowAnonymous] [HttpGet("b")] public void B() {}
    [Authorize(Policy = "p")] [HttpGet("c")] public void C() {}
}`),
      }),
    ).toEqual([
      'GET /x/a auth=FallbackPolicy:1 status=200',
      'GET /x/b status=200',
      'GET /x/c authz=[Authorize(Policy = "p")]:6 status=200',
    ]);
  });

  it('takes classes that are no controllers, and actions that nothing maps, for nothing', () => {
    expect(
      shownEndpoints(
        cs(`public class PlayerController : MonoBehaviour { public void Jump() {} }
public abstract class BaseController : ControllerBase { [HttpGet("base")] public void Base() {} }
[Route("g")] public class GController<T> : ControllerBase { [HttpGet] public void G() {} }
[NonController] public class NController : ControllerBase { [HttpGet("n")] public void N() {} }
public class PageController : Controller { public IActionResult Index() => View(); }`),
      ),
    ).toEqual([]);
  });

  it('ends with classes that are each other’s base', () => {
    expect(
      shownEndpoints(
        cs(`[Route("a")] public class AController : BController { [HttpGet] public void A() {} }
public class BController : AController { [HttpGet("b")] public void B() {} }`),
      ),
    ).toEqual(['GET /a status=200', 'GET /a/b status=200']);
  });
});

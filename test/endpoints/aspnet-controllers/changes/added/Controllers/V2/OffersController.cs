using Acme.Travel.Infrastructure;
using Asp.Versioning;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Acme.Travel.Controllers.V2;

[ApiController]
[ApiRoute]
[ApiVersion("1.0")]
[ApiVersion("2.0")]
public class OffersController : ControllerBase
{
    [HttpGet]
    public ActionResult<string[]> List() => Array.Empty<string>();

    [HttpGet("best")]
    public ActionResult<string> Best() => "x";

    [MapToApiVersion("2.0")]
    [HttpGet("{code}")]
    public ActionResult<string> Get(string code)
    {
        if (code.Length > 10) return UnprocessableEntity();
        return code;
    }

    [Authorize("offers")]
    [MapToApiVersion("2.0")]
    [HttpDelete("{code}")]
    public IActionResult Drop(string code) => NoContent();
}

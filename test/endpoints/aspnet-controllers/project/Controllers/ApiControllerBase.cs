using Acme.Travel.Infrastructure;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Acme.Travel.Controllers;

[ApiController]
[Authorize]
[Route(Routes.Api + "/[controller]")]
public abstract class ApiControllerBase : ControllerBase
{
    protected string UserName => User.Identity?.Name ?? "";
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Acme.Travel.Areas.Backoffice;

[Area("Backoffice")]
[Route("[area]/[controller]/[action]")]
[Authorize(Roles = "support")]
public class UsersController : Controller
{
    [HttpGet]
    public IActionResult Find(string name, int take) => Json(name);

    [HttpGet]
    public IActionResult Lock(string id)
    {
        if (id == "root") return Forbid();
        return Ok();
    }

    [HttpPost, ActionName("release")]
    public IActionResult UnlockAsync(string id) => Ok();
}

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

    [HttpPost]
    public IActionResult Lock(string id)
    {
        return Ok();
    }

    [HttpPost, ActionName("release")]
    public IActionResult UnlockAsync(string id) => Ok();
}

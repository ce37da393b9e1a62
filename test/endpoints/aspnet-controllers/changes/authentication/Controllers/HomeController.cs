using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Acme.Travel.Controllers;

public class HomeController : Controller
{
    public IActionResult Index() => View();

    public IActionResult Page(int id) => View(id);

    [HttpPost]
    [ValidateAntiForgeryToken]
    public IActionResult Contact(string text) => RedirectToAction(nameof(Index));

    [Route("about")]
    [Route("about-us")]
    public IActionResult About() => View();

    private IActionResult Hidden() => View();

    public override void OnActionExecuting(Microsoft.AspNetCore.Mvc.Filters.ActionExecutingContext context) { }
}

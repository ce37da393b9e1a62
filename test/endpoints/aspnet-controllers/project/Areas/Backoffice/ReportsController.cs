using Acme.Travel.Infrastructure;
using Microsoft.AspNetCore.Mvc;

namespace Acme.Travel.Areas.Backoffice;

[Area("Backoffice")]
[AdminOnly]
public class ReportsController : Controller
{
    public IActionResult Index() => View();

    [HttpGet("[area]/exports/{year:int:min(2000)}")]
    public FileResult Export(int year) => File("x", "text/csv");
}

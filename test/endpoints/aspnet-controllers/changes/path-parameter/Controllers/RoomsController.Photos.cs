using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Acme.Travel.Controllers;

public partial class RoomsController
{
    [HttpGet("{roomId}/{album}/photos/{**path}")]
    public IActionResult Photo(string roomId, string path) => File("x", "image/png");

    [Authorize(Policy = "photos")]
    [AcceptVerbs("PUT", "POST", Route = "{roomId}/photos")]
    public IActionResult Upload(string roomId) => roomId == "" ? Forbid() : NoContent();
}

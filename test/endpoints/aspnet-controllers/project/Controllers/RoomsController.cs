using Acme.Travel.Infrastructure;
using Acme.Travel.Models;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Acme.Travel.Controllers;

[ApiController]
[Route(Routes.Rooms)]
public partial class RoomsController : ControllerBase
{
    [HttpGet]
    public IEnumerable<Room> All(Guid hotelId) => _rooms.Of(hotelId).Take(50);

    [Authorize(Roles = "manager")]
    [HttpPost("")]
    public IActionResult Add(Guid hotelId, [FromBody] Room room)
    {
        if (room.Name == "") return BadRequest("name");
        return StatusCode(StatusCodes.Status201Created, room);
    }
}

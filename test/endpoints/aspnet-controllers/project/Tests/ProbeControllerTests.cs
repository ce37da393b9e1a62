using Microsoft.AspNetCore.Mvc;

[Route("probe")]
public class ProbeController : ControllerBase
{
    [HttpGet]
    public IActionResult Get() => Ok();
}
